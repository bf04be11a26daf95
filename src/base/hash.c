/* SHA-256 of bytes and files (nettle). In: bytes. Out: hexadecimal text. Knows nothing of what the files are. */
#include "base/hash.h"

#include "base/os.h"

#include <nettle/sha2.h>
#include <string.h>

enum { HEAD = 4096 };

static const char *digest_text(struct arena *arena, struct sha256_ctx *hash)
{
    static const char hex[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(hash, sizeof digest, digest);
    char *text = arena_alloc(arena, 2 * sizeof digest + 1);
    for (size_t i = 0; i < sizeof digest; i++) {
        text[2 * i] = hex[digest[i] >> 4];
        text[2 * i + 1] = hex[digest[i] & 15];
    }
    return text;
}

const char *hash_text(struct arena *arena, const char *text)
{
    struct sha256_ctx hash;
    sha256_init(&hash);
    sha256_update(&hash, strlen(text), (const uint8_t *)text);
    return digest_text(arena, &hash);
}

static void take(void *hash, const void *data, size_t size)
{
    sha256_update(hash, size, data);
}

const char *hash_file(struct arena *arena, const char *path)
{
    struct sha256_ctx hash;
    sha256_init(&hash);
    return os_feed(path, SIZE_MAX, take, &hash) ? digest_text(arena, &hash) : NULL;
}

const char *hash_file_head(struct arena *arena, const char *path)
{
    struct sha256_ctx hash;
    sha256_init(&hash);
    const char *length = arena_printf(arena, "%lld\n", os_file_size(path));
    sha256_update(&hash, strlen(length), (const uint8_t *)length);
    return os_feed(path, HEAD, take, &hash) ? digest_text(arena, &hash) : NULL;
}
