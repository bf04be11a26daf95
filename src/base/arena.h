/* Memory of one report: grows, is never freed piecemeal, and goes as a whole.
 * No caller tests for NULL: out of memory prints S901 and ends the program with exit code 3. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);

/* Zeroed memory, aligned for any type; valid until arena_free. */
void *arena_alloc(struct arena *arena, size_t size);

/* A block of `size` bytes that begins with the `had` bytes of an older, smaller one (0: there is none yet) and is zero
 * behind them: the same block where it was the last, else a copy, and the old one is not to be used any more. */
void *arena_grow(struct arena *arena, void *old, size_t had, size_t size);

/* Gives a big block back before its time; a small one stays until the end. */
void arena_drop(struct arena *arena, const void *block);

/* Copies of a string, NUL-terminated. */
char *arena_strdup(struct arena *arena, const char *s);
char *arena_strndup(struct arena *arena, const char *s, size_t n);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Every growable array is a struct with the members items, count and cap. */
#define LIST_OF(type)                                                                              \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, cap;                                                                         \
    }

/* Pointer to a new zeroed last element of LIST (amortised O(1)). */
#define list_push(arena, list)                                                                     \
    ((list)->count < (list)->cap                                                                   \
         ? (void)0                                                                                 \
         : list_reserve((arena), &(list)->items, &(list)->cap, sizeof *(list)->items),             \
     &(list)->items[(list)->count++])

/* Room for more than *cap elements; `items` is the address of the array's pointer. */
void list_reserve(struct arena *arena, void *items, size_t *cap, size_t size);

#endif
