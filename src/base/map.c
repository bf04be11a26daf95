/* Open addressing, names hashed eight bytes at a time, at most three quarters full. */
#include "base/map.h"

#include <stdint.h>
#include <string.h>

struct slot {
    const char *name;
    uint32_t len, hash;
    void *value;
};

enum { FIRST = 4 }; /* slots; none before the first name */

struct map {
    struct arena *arena;
    struct slot *slots;
    size_t count, size; /* size is a power of two, or 0 */
};

static uint64_t mixed(uint64_t h, const char *s, size_t n)
{
    uint64_t word = 0;
    memcpy(&word, s, n);
    h = (h ^ word) * 0x9E3779B97F4A7C15U;
    return h ^ h >> 32;
}

static uint32_t hash_of(const char *s, size_t n)
{
    uint64_t h = n;
    for (; n >= 8; s += 8, n -= 8)
        h = mixed(h, s, 8);
    for (; n > 0; s++, n--)
        h = mixed(h, s, 1);
    return (uint32_t)h;
}

struct map *map_new(struct arena *arena)
{
    struct map *map = arena_alloc(arena, sizeof *map);
    map->arena = arena;
    return map;
}

/* The slot that holds the name, or the empty one where it belongs. */
static struct slot *slot_for(const struct map *map, const char *name, size_t n, uint32_t hash)
{
    for (size_t i = hash & (map->size - 1);; i = (i + 1) & (map->size - 1)) {
        struct slot *slot = &map->slots[i];
        if (!slot->name || (slot->hash == hash && slot->len == n && !memcmp(slot->name, name, n)))
            return slot;
    }
}

void *map_getn(const struct map *map, const char *name, size_t n)
{
    return map->count ? slot_for(map, name, n, hash_of(name, n))->value : NULL;
}

void *map_get(const struct map *map, const char *name)
{
    return map_getn(map, name, strlen(name));
}

static void grow(struct map *map)
{
    struct slot *old = map->slots;
    size_t size = map->size;
    map->size = size ? size * 2 : FIRST;
    map->slots = arena_alloc(map->arena, map->size * sizeof *map->slots);
    for (size_t i = 0; i < size; i++)
        if (old[i].name)
            *slot_for(map, old[i].name, old[i].len, old[i].hash) = old[i];
}

void map_putn(struct map *map, const char *name, size_t n, void *value)
{
    if (map->count * 4 >= map->size * 3)
        grow(map);
    uint32_t hash = hash_of(name, n);
    struct slot *slot = slot_for(map, name, n, hash);
    if (!slot->name) {
        *slot = (struct slot){arena_strndup(map->arena, name, n), (uint32_t)n, hash, NULL};
        map->count++;
    }
    slot->value = value;
}

void map_put(struct map *map, const char *name, void *value)
{
    map_putn(map, name, strlen(name), value);
}
