/* Hash map from names (byte strings; with an n of any bytes) to pointers; keeps no order and forgets nothing. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map;

struct map *map_new(struct arena *arena);

/* The value stored under the name, or NULL. */
void *map_get(const struct map *map, const char *name);
void *map_getn(const struct map *map, const char *name, size_t n);

/* Stores value (not NULL) under a copy of name, replacing an older one. */
void map_put(struct map *map, const char *name, void *value);
void map_putn(struct map *map, const char *name, size_t n, void *value);

#endif
