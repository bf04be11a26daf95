/* Chunks straight from the system: zero already, and what is not touched costs nothing. The first is small; the next
 * three, which reading, checking and laying out a report fill, have the size and place of a huge page: the system fills
 * it in at once instead of in 512 page faults, but whole. Big requests get a chunk of their own; with the address
 * sanitizer all do, so that it sees where each ends and who still uses what has moved.
 * Knows nothing of what is stored. */
#include "base/arena.h"

#include "base/diag.h"
#include "base/os.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
enum { APART = true };
#else
#define ASAN_POISON_MEMORY_REGION(block, size) ((void)0)
enum { APART = false };
#endif

enum { SMALL = 256 * 1024, HUGE_MOST = 3, BIG = APART ? 0 : SMALL / 4, FEW_OVER = 32, ALIGN = 16 };

struct chunk {
    struct chunk *next;
    size_t used, size;
    bool alone; /* one big block */
    _Alignas(ALIGN) unsigned char data[];
};

struct arena {
    struct chunk *head;
    int huge; /* chunks that are huge pages */
};

/* whole: bytes to take from the system, with the chunk's own. */
static struct chunk *chunk_new(size_t whole, struct chunk *next)
{
    struct chunk *chunk = whole > SIZE_MAX / 2 ? NULL : APART ? calloc(1, whole) : os_memory(whole);
    if (!chunk)
        diag_out_of_memory();
    chunk->size = whole - sizeof *chunk;
    chunk->next = next;
    return chunk;
}

static void chunk_free(struct chunk *chunk)
{
    if (APART)
        free(chunk);
    else
        os_memory_free(chunk, chunk->size + sizeof *chunk);
}

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        diag_out_of_memory();
    arena->head = chunk_new(SMALL, NULL);
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct chunk *chunk = arena->head, *next; chunk; chunk = next) {
        next = chunk->next;
        chunk_free(chunk);
    }
    free(arena);
}

static size_t aligned(size_t size)
{
    size_t step = APART ? 1 : ALIGN;
    return size ? (size + step - 1) & ~(step - 1) : step;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size = aligned(size);
    if (size > BIG) { /* behind the head, so that the head's free room stays in use */
        arena->head->next = chunk_new(size > SIZE_MAX / 2 ? size : size + sizeof(struct chunk), arena->head->next);
        arena->head->next->used = size;
        arena->head->next->alone = true;
        return arena->head->next->data;
    }
    if (arena->head->size - arena->head->used < size)
        arena->head = chunk_new(arena->huge++ < HUGE_MOST ? OS_HUGE_PAGE : SMALL, arena->head);
    void *p = arena->head->data + arena->head->used;
    arena->head->used += size;
    return p;
}

void *arena_grow(struct arena *arena, void *old, size_t had, size_t size)
{
    struct chunk *head = arena->head;
    unsigned char *end = head->data + head->used;
    if (had && (unsigned char *)old + aligned(had) == end && aligned(size) - aligned(had) <= head->size - head->used) {
        head->used += aligned(size) - aligned(had);
        return old;
    }
    void *fresh = arena_alloc(arena, size);
    if (had)
        memcpy(fresh, old, had);
    ASAN_POISON_MEMORY_REGION(old, had);
    return fresh;
}

void arena_drop(struct arena *arena, const void *block)
{
    for (struct chunk **at = &arena->head->next, *chunk; (chunk = *at); at = &chunk->next)
        if (chunk->alone && chunk->data == block) {
            *at = chunk->next;
            chunk_free(chunk);
            return;
        }
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
    struct chunk *head = arena->head;
    char *room = (char *)head->data + head->used;
    size_t left = head->size - head->used;
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(room, left, format, args); /* where it will stand, if it fits */
    va_end(args);
    size_t size = (size_t)(n < 0 ? 0 : n) + 1;
    bool fits = n >= 0 && size <= left && size <= BIG;
    if (!fits && left > 0) /* what is free is zero */
        memset(room, 0, n < 0 || size > left ? left : size);
    char *s = arena_alloc(arena, size);
    if (n > 0 && !fits)
        vsnprintf(s, size, format, again);
    va_end(again);
    return s;
}

void list_reserve(struct arena *arena, void *items, size_t *cap, size_t size)
{
    size_t grown = *cap ? *cap * 2 : size > FEW_OVER ? 2 : 8; /* most lists of large elements have one or two */
    void *array;
    memcpy(&array, items, sizeof array);
    array = arena_grow(arena, array, *cap * size, grown * size);
    memcpy(items, &array, sizeof array);
    *cap = grown;
}
