/* The only system-dependent module: files, folders, the swap of a finished output folder. */
#ifndef BASE_OS_H
#define BASE_OS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum os_status { OS_OK, OS_MISSING, OS_IS_FOLDER, OS_DENIED, OS_FAILED, OS_LOCKED };

/* The cause that errno names, the usual ones in both languages (DIAG_PAIR). */
const char *os_cause(int number);

/* Whole file into the arena, NUL-terminated; *error names the cause in the system's words when not OS_OK. */
enum os_status os_read(struct arena *arena, const char *path, char **data, size_t *size, const char **error);

/* Something of that name is there, readable or not, a broken link included. */
bool os_exists(const char *path);
/* Size, time of the last change and of the last change of the entry (which no program can set back) as one word, "-" if
 * there is nothing: differs when the file or folder has changed. */
const char *os_stamp(struct arena *arena, const char *path);
/* The second of the last change; 0 if there is nothing. */
long long os_time(const char *path);
/* Gives `path` the time of the last change of `from`; nothing if it cannot. */
void os_take_time(const char *path, const char *from);
bool os_is_file(const char *path);
/* Bytes of a file, -1 if there is none. */
long long os_file_size(const char *path);
bool os_is_folder(const char *path);
/* Two names of one file or folder. */
bool os_is_same(const char *a, const char *b);

/* Names in a folder, sorted bytewise, without those that begin with a dot; empty if it cannot be read. */
struct text_names os_list(struct arena *arena, const char *folder);

/* dir/name; name alone if dir is "" or "."; name itself if absolute. */
const char *os_join(struct arena *arena, const char *dir, const char *name);
const char *os_base_name(const char *path);
const char *os_parent(struct arena *arena, const char *path);

/* The same place whatever the working folder will be; links are not resolved. */
const char *os_absolute(struct arena *arena, const char *path);

/* Where `path` is seen from `folder`, whether they exist or not: ../b from a, both in one folder. Links are not
 * resolved. */
const char *os_relative(struct arena *arena, const char *path, const char *folder);

/* The folder of the running program; "." if unknown. */
const char *os_program_folder(struct arena *arena);

/* A readable file with these bytes that exists only in memory (memfd; an unlinked temporary file elsewhere).
 * Returns the descriptor (close it), -1 on failure; path receives "/proc/self/fd/N". */
int os_memory_file(const void *data, size_t size, char path[static 64]);

/* A new output set: everything is written into a temporary folder beside `target`, then swapped in whole.
 * Files and folders of the old set that the new one does not name are kept. One run at a time (flock): OS_LOCKED, no cause.
 * Missing parents of target are created; what a killed run left behind is cleared up or put back at open. */
struct os_stage;
enum os_status os_stage_open(struct arena *arena, const char *target, struct os_stage **stage, const char **error);

/* Where to write `file`, a name as text_file_name gives them: what is no single name is taken as "_", so that nothing can
 * be written elsewhere. */
const char *os_stage_path(struct os_stage *stage, const char *file);

/* Writes a whole file at such a path: as os_write(), but left to os_stage_commit() to flush, with the others. */
enum os_status os_stage_write(const char *path, const void *data, size_t size, const char **error);

/* A file or folder of the old set, by its path below target, that shall not be kept although the new set does not name
 * it (an output of the last run). */
void os_stage_drop(struct os_stage *stage, const char *file);

/* Keeps files of the old set's folder `from` ("": the set itself) under target/FOLDER/SLOT, in place of what stood there;
 * slot NULL: under target/FOLDER/1, 2, 3 …, the next number that is free. NULL if none was there or it could not be done
 * (*error: the cause), else the new folder's path below target. */
const char *os_stage_keep(struct os_stage *stage, const char *from, const struct text_names *files, const char *folder,
                          const char *slot, const char **error);

/* Keeps, syncs, swaps, unlocks; the old set is gone. On failure the old set is untouched and the stage aborted. */
enum os_status os_stage_commit(struct os_stage *stage, const char **error);

/* Removes the temporary folder and unlocks; nothing after a commit. */
void os_stage_abort(struct os_stage *stage);

/* Writes a whole file beside `path` and renames it into place; makes missing parent folders. A link stays a link and
 * what it leads to is replaced; mode and owner stay. Not OS_OK: *error is the cause, the old file untouched. */
enum os_status os_replace(struct arena *arena, const char *path, const void *data, size_t size, const char **error);

/* A new folder for the time of this run; NULL if there can be none. Remove it with everything in it. */
const char *os_temp_folder(struct arena *arena);
void os_temp_remove(struct arena *arena, const char *folder);

/* A folder in memory for small files of a moment, `room` bytes all together; `otherwise` where the system has none that
 * we may use. */
const char *os_memory_folder(size_t room, const char *otherwise);

/* Writes a whole file; OS_OK only if every byte is on the disk. */
enum os_status os_write(const char *path, const void *data, size_t size, const char **error);

/* Loads a shared library (LIBRARY_… of CMakeLists.txt) before its first function is called; again costs little.
 * NULL if it is there, else the Debian package to install and the system's words, good until the next call. */
const char *os_library(const char *name);

/* Binds the program's calls to a library that was just loaded; the system's words if it lacks a function. Not there
 * where libraries are linked as usual (src/late). */
const char *late_bind(const char *library, void *handle) __attribute__((weak));

/* Between the two nothing reaches the standard error output: some libraries speak there themselves. os_hush() gives what
 * os_unhush() takes. */
int os_hush(void);
void os_unhush(int hushed);

/* Zeroed memory from the system, NULL if there is none. OS_HUGE_PAGE bytes of it stand so that the system can give them
 * as one huge page, where it has them (x86-64, ARM64; elsewhere and if switched off it comes page by page). */
enum { OS_HUGE_PAGE = 2 * 1024 * 1024 };
void *os_memory(size_t size);
void os_memory_free(void *memory, size_t size);

/* The first `most` bytes of a regular file to take(), piece by piece; false if they cannot be read. */
bool os_feed(const char *path, size_t most, void (*take)(void *ctx, const void *data, size_t size), void *ctx);

/* A regular file mapped for reading; NULL if it cannot be, or is empty. os_map_forget gives its memory back until it
 * is read again. */
const void *os_map(const char *path, size_t *size);
void os_map_forget(const void *data, size_t size);
void os_unmap(const void *data, size_t size);

#endif
