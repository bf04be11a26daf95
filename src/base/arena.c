/* Chunks of 64 KiB that double in need; big requests get a chunk of their own.
 * Knows nothing of what is stored in it. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 64 * 1024, ALIGN = 16 };

struct chunk {
    struct chunk *next;
    size_t used, size;
    _Alignas(ALIGN) unsigned char data[];
};

struct arena {
    struct chunk *head;
};

static void *out_of_memory(void)
{
    fputs("故障：内存不足 / out of memory〔S901〕\n", stderr);
    exit(3);
}

static struct chunk *chunk_new(size_t size, struct chunk *next)
{
    struct chunk *chunk = size > SIZE_MAX / 2 ? NULL : calloc(1, sizeof *chunk + size);
    if (!chunk)
        return out_of_memory();
    chunk->size = size;
    chunk->next = next;
    return chunk;
}

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        return out_of_memory();
    arena->head = chunk_new(CHUNK, NULL);
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct chunk *chunk = arena->head, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size = size ? (size + ALIGN - 1) & ~(size_t)(ALIGN - 1) : ALIGN;
    if (size > CHUNK / 4) { /* behind the head, so that the head's free room stays in use */
        arena->head->next = chunk_new(size, arena->head->next);
        arena->head->next->used = size;
        return arena->head->next->data;
    }
    if (arena->head->size - arena->head->used < size)
        arena->head = chunk_new(CHUNK, arena->head);
    void *p = arena->head->data + arena->head->used;
    arena->head->used += size;
    return p;
}

char *arena_strndup(struct arena *arena, const char *s, size_t n)
{
    char *copy = arena_alloc(arena, n + 1);
    memcpy(copy, s, n);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *s)
{
    return arena_strndup(arena, s, strlen(s));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *s = arena_alloc(arena, (size_t)(n < 0 ? 0 : n) + 1);
    if (n > 0)
        vsnprintf(s, (size_t)n + 1, format, again);
    va_end(again);
    return s;
}

void list_reserve(struct arena *arena, void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return;
    size_t grown = *cap ? *cap * 2 : 8;
    void *old, *fresh = arena_alloc(arena, grown * size);
    memcpy(&old, items, sizeof old);
    if (count)
        memcpy(fresh, old, count * size);
    memcpy(items, &fresh, sizeof fresh);
    *cap = grown;
}
