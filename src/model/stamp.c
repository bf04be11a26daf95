/* In: files and settings of a build. Out: a list of how they were, and what of it is different now. Sizes and times are
 * compared first; contents only where those differ. Must not know what the files mean. */
#include "model/stamp.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/os.h"
#include "model/issue.h"

#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 20 };

struct entry {
    enum stamp_kind kind;
    const char *name;  /* of a setting; else a path */
    const char *quick; /* size and time, the value of a setting; "" if none */
    const char *hash;  /* of contents or names; "" if none */
};

struct stamp {
    struct arena *arena;
    const char *root, *out;
    LIST_OF(struct entry) entries;
    struct map *settings; /* name → value */
};

static const char *const sections[STAMP_KINDS] = {"设置", "输入", "字体", "成果", "不在", "树", "文件夹", "系统"};

struct stamp *stamp_new(struct arena *arena, const char *root, const char *out)
{
    struct stamp *stamp = arena_alloc(arena, sizeof *stamp);
    *stamp = (struct stamp){.arena = arena, .root = root, .out = out, .settings = map_new(arena)};
    return stamp;
}

/* -- how a path is now -- */

static bool has_suffix(const char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);
    return n > m && !strcmp(name + n - m, suffix);
}

static void add_tree(struct arena *arena, const char *folder, const char *below, int depth, struct text_names *files)
{
    struct text_names names = os_list(arena, folder);
    for (size_t i = 0; i < names.count; i++) {
        const char *path = os_join(arena, folder, names.items[i]), *shown = os_join(arena, below, names.items[i]);
        if (has_suffix(path, ".ini") || has_suffix(path, ".txt")) {
            *list_push(arena, files) = shown;
            continue;
        }
        bool other = !os_is_folder(path) || os_exists(os_join(arena, path, STAMP_FILE)) ||
                     os_exists(os_join(arena, path, ISSUE_FILE)) || os_exists(os_join(arena, path, "report.ini"));
        if (!other && depth < DEEPEST)
            add_tree(arena, path, shown, depth + 1, files);
    }
}

struct text_names stamp_tree(struct arena *arena, const char *folder)
{
    struct text_names files = {0};
    add_tree(arena, folder, "", 0, &files);
    return files;
}

static const char *names_hash(struct arena *arena, const struct text_names *names)
{
    struct buf all = buf_in(arena);
    for (size_t i = 0; i < names->count; i++)
        buf_printf(&all, "%s\n", names->items[i]);
    return hash_text(arena, buf_text(&all));
}

static const char *quick_of(struct arena *arena, enum stamp_kind kind, const char *path)
{
    bool timed = kind == STAMP_INPUT || kind == STAMP_FONT || kind == STAMP_OUTPUT || kind == STAMP_PLACE;
    return timed ? os_stamp(arena, path) : "";
}

static const char *hash_of(struct arena *arena, enum stamp_kind kind, const char *path)
{
    const char *hash = "";
    struct text_names names;
    switch (kind) {
    case STAMP_INPUT:
    case STAMP_OUTPUT:
        hash = hash_file(arena, path);
        break;
    case STAMP_FONT:
        hash = hash_file_head(arena, path);
        break;
    case STAMP_TREE:
        names = stamp_tree(arena, path);
        hash = names_hash(arena, &names);
        break;
    case STAMP_FOLDER:
        names = os_list(arena, path);
        hash = names_hash(arena, &names);
        break;
    default:
        break;
    }
    return hash ? hash : "-";
}

/* -- noting -- */

static void add(struct stamp *stamp, struct entry entry)
{
    *list_push(stamp->arena, &stamp->entries) = entry;
    if (entry.kind == STAMP_SETTING)
        map_put(stamp->settings, entry.name, (void *)(uintptr_t)entry.quick);
}

void stamp_setting(struct stamp *stamp, const char *name, const char *value)
{
    struct entry entry = {STAMP_SETTING, name, value ? value : "", ""};
    for (size_t i = 0; i < stamp->entries.count; i++)
        if (stamp->entries.items[i].kind == STAMP_SETTING && !strcmp(stamp->entries.items[i].name, name)) {
            stamp->entries.items[i] = entry;
            map_put(stamp->settings, name, (void *)(uintptr_t)entry.quick);
            return;
        }
    add(stamp, entry);
}

const char *stamp_value(const struct stamp *stamp, const char *setting)
{
    const char *value = map_get(stamp->settings, setting);
    return value ? value : "";
}

/* Relative to the report's folder where it can be, so that a report that was moved is still the same. */
static const char *kept_path(const struct stamp *stamp, const char *path)
{
    size_t n = strlen(stamp->root);
    const char *absolute = os_absolute(stamp->arena, path);
    if (strncmp(absolute, stamp->root, n) != 0 || (absolute[n] && absolute[n] != '/'))
        return absolute;
    return absolute[n] ? absolute + n + 1 : ".";
}

static const char *real_path(const struct stamp *stamp, const struct entry *entry)
{
    const char *folder = entry->kind == STAMP_OUTPUT ? stamp->out : stamp->root;
    return strcmp(entry->name, ".") ? os_join(stamp->arena, folder, entry->name) : folder;
}

static const char *add_path(struct stamp *stamp, enum stamp_kind kind, const char *name, const char *path)
{
    const char *quick = quick_of(stamp->arena, kind, path), *hash = hash_of(stamp->arena, kind, path);
    add(stamp, (struct entry){kind, name, quick, hash});
    return hash;
}

const char *stamp_path(struct stamp *stamp, enum stamp_kind kind, const char *path)
{
    return add_path(stamp, kind, kept_path(stamp, path), path);
}

const char *stamp_output(struct stamp *stamp, const char *now, const char *name)
{
    return add_path(stamp, STAMP_OUTPUT, name, os_join(stamp->arena, now, name));
}

/* -- the file -- */

const char *stamp_text(struct stamp *stamp)
{
    struct buf out = buf_in(stamp->arena);
    for (int kind = 0; kind < STAMP_KINDS; kind++) {
        buf_printf(&out, "[%s]\n", sections[kind]);
        for (size_t i = 0; i < stamp->entries.count; i++) {
            const struct entry *entry = &stamp->entries.items[i];
            if ((int)entry->kind != kind)
                continue;
            buf_add(&out, "行 = ");
            ini_cell_add(&out, entry->name);
            ini_cell_add(&out, entry->quick);
            ini_cell_add(&out, entry->hash);
            out.s[out.n - 1] = '\n';
        }
    }
    return buf_text(&out);
}

static void read_section(struct stamp *stamp, int kind, const struct ini_section *section)
{
    for (size_t i = 0; section && i < section->keys.count; i++) {
        struct ini_cells cells = ini_cells(stamp->arena, section->keys.items[i].value, (struct pos){0});
        if (cells.count >= 3)
            add(stamp,
                (struct entry){(enum stamp_kind)kind, cells.items[0].text, cells.items[1].text, cells.items[2].text});
    }
}

struct stamp *stamp_read(struct arena *arena, const char *root, const char *out)
{
    const char *path = os_join(arena, out, STAMP_FILE);
    if (!os_is_file(path))
        return NULL;
    struct diag *silent = diag_new(arena);
    const struct ini *ini = ini_read(arena, silent, path, STAMP_FILE);
    if (!ini || diag_exit_code(silent))
        return NULL;
    struct stamp *stamp = stamp_new(arena, root, out);
    for (int kind = 0; kind < STAMP_KINDS; kind++)
        read_section(stamp, kind, ini_section(ini, sections[kind]));
    return stamp;
}

/* -- comparing -- */

static bool setting_changed(const struct entry *entry, const struct stamp *now)
{
    const char *value = map_get(now->settings, entry->name);
    return !value || strcmp(value, entry->quick) != 0;
}

static bool path_changed(const struct stamp *stamp, const struct entry *entry, bool verify)
{
    struct arena *arena = stamp->arena;
    const char *path = real_path(stamp, entry);
    if (entry->kind == STAMP_ABSENT)
        return os_exists(path);
    bool same = *entry->quick && !strcmp(quick_of(arena, entry->kind, path), entry->quick);
    if (entry->kind == STAMP_PLACE || (entry->kind == STAMP_FONT && !same))
        return !same;
    if (same && !verify)
        return false;
    return strcmp(hash_of(arena, entry->kind, path), entry->hash) != 0;
}

static bool is_list(enum stamp_kind kind)
{
    return kind == STAMP_TREE || kind == STAMP_FOLDER;
}

static void compare_kind(const struct stamp *stamp, const struct stamp *now, enum stamp_kind kind, bool verify,
                         struct stamp_changes *changes)
{
    for (size_t i = 0; i < stamp->entries.count; i++) {
        const struct entry *entry = &stamp->entries.items[i];
        if (entry->kind != kind ||
            !(kind == STAMP_SETTING ? setting_changed(entry, now) : path_changed(stamp, entry, verify)))
            continue;
        bool gone = kind != STAMP_SETTING && kind != STAMP_ABSENT && !os_exists(real_path(stamp, entry));
        const char *name = strcmp(entry->name, ".") ? entry->name : os_base_name(stamp->root);
        *list_push(stamp->arena, changes) = (struct stamp_change){kind, name, gone};
    }
}

/* A list of names is a poor reason: a file that is gone says more. */
struct stamp_changes stamp_compare(const struct stamp *stamp, const struct stamp *now, bool verify)
{
    struct arena *arena = stamp->arena;
    struct stamp_changes changes = {0};
    bool gone = false;
    if (map_get(stamp->settings, "") || stamp->entries.count == 0)
        *list_push(arena, &changes) = (struct stamp_change){STAMP_SETTING, "", false};
    for (int kind = 0; kind < STAMP_KINDS; kind++) {
        size_t before = changes.count;
        if (!gone || !is_list((enum stamp_kind)kind))
            compare_kind(stamp, now, (enum stamp_kind)kind, verify, &changes);
        for (size_t i = before; i < changes.count; i++)
            gone = gone || (changes.items[i].gone && kind == STAMP_INPUT);
    }
    for (size_t i = 0; i < now->entries.count; i++) /* a setting of a newer program */
        if (!map_get(stamp->settings, now->entries.items[i].name))
            *list_push(arena, &changes) = (struct stamp_change){STAMP_SETTING, now->entries.items[i].name, false};
    return changes;
}

const char *stamp_hash(const struct stamp *stamp, const char *input)
{
    for (size_t i = 0; i < stamp->entries.count; i++)
        if (stamp->entries.items[i].kind == STAMP_INPUT && !strcmp(stamp->entries.items[i].name, input))
            return stamp->entries.items[i].hash;
    return "";
}

struct text_names stamp_outputs(const struct stamp *stamp)
{
    struct text_names names = {0};
    for (size_t i = 0; i < stamp->entries.count; i++)
        if (stamp->entries.items[i].kind == STAMP_OUTPUT)
            *list_push(stamp->arena, &names) = stamp->entries.items[i].name;
    return names;
}
