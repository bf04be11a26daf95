/* Shared by os.c, os_tree.c and os_stage.c only (and their tests). Functions that return int return 0 or an errno. */
#ifndef BASE_OS_PRIVATE_H
#define BASE_OS_PRIVATE_H

#include "base/os.h"

/* The status of an errno; *error its words. */
enum os_status os_failure(int number, const char **error);

/* mkdir -p */
int os_make_folders(struct arena *arena, const char *path);

int os_write_all(int fd, const char *data, size_t size);

/* Every name in a folder, unsorted, those that begin with a dot too. */
int os_tree_names(struct arena *arena, const char *folder, struct text_names *names);

/* Gives `to` every entry of the folder `from` that it lacks, by hard links (copies where links are impossible), except
 * what `drop` names: paths below it (NULL for none). `from` stays as it is. A file against a folder of the same name is an error. */
int os_tree_carry(struct arena *arena, const char *from, const char *to, const struct text_names *drop);

/* One file, which `to` must not have yet. */
int os_tree_carry_file(const char *from, const char *to);

/* Flushes every file and folder of a tree to the disk. */
int os_tree_sync(struct arena *arena, const char *folder);

/* Removes a tree; links in it are removed, never followed. */
int os_tree_remove(struct arena *arena, const char *folder);

int os_sync_path(const char *path);

/* Puts the folder `fresh` in place of `target`. *displaced = where the old target is now (`fresh` after an exchange,
 * `old` without one), NULL if there was none. On failure target is as before. */
int os_swap(const char *fresh, const char *target, const char *old, bool exchange, const char **displaced);

#endif
