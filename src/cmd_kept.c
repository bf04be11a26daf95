/* What a build does with the outputs that it replaces: nothing that may have been handed in, and nothing that somebody
 * else has edited, is lost without a word. No logic of reports. */
#include "base/hash.h"
#include "base/os.h"
#include "cmd_build.h"
#include "model/returned.h"

#include <string.h>

/* What the last build wrote; what of it is no longer as it was written is noted. */
static struct text_names last_outputs(struct report_job *job)
{
    struct builds *builds = job->ctx;
    struct text_names names = {0};
    const char *path = os_join(job->arena, builds->target, ISSUE_FILE);
    if (builds->last != NULL) {
        for (size_t i = 0; i < builds->changes.count; i++) {
            const struct stamp_change *change = &builds->changes.items[i];
            if (change->kind == STAMP_OUTPUT && !change->gone && strcmp(change->name, ISSUE_FILE) != 0)
                *list_push(job->arena, &builds->edited) = change->name;
        }
        return stamp_outputs(builds->last);
    }
    const struct issue *issue =
        os_is_file(path) ? issue_read(job->arena, diag_new(job->arena), path, ISSUE_FILE) : NULL;
    for (size_t i = 0; issue != NULL && i < issue->outputs.count; i++) {
        const struct issue_file *file = &issue->outputs.items[i];
        const char *hash = hash_file(job->arena, os_join(job->arena, builds->target, file->name));
        *list_push(job->arena, &names) = file->name;
        if (hash != NULL && strcmp(hash, file->hash) != 0)
            *list_push(job->arena, &builds->edited) = file->name;
    }
    *list_push(job->arena, &names) = ISSUE_FILE;
    return names;
}

static bool keep_edited(struct report_job *job, struct os_stage *stage, const char **error)
{
    struct builds *builds = job->ctx;
    const char *folder = os_join(job->arena, ISSUE_KEPT, ISSUE_EDITED);
    builds->kept_edited = os_stage_keep(stage, "", &builds->edited, folder, NULL, error);
    return *error == NULL;
}

/* The slot holds one set. It gets a number when that is asked for, or when it had stood long enough to have been handed
 * in before the next one replaced it: so drafts replace each other, and what may be in other hands stays. */
static bool clear_slot(struct report_job *job, struct os_stage *stage, bool keep, const char **error)
{
    enum { LONG_ENOUGH = 3600 }; /* seconds */
    const struct builds *builds = job->ctx;
    const char *slot = os_join(job->arena, ISSUE_KEPT, ISSUE_LAST), *was = os_join(job->arena, builds->target, slot);
    long long begun = os_time(os_join(job->arena, was, ISSUE_FILE));
    long long ended = os_time(os_join(job->arena, builds->target, ISSUE_FILE));
    if (begun == 0 || (!keep && ended - begun < LONG_ENOUGH))
        return true;
    struct text_names files = os_list(job->arena, was);
    os_stage_keep(stage, slot, &files, ISSUE_KEPT, NULL, error);
    os_stage_drop(stage, slot);
    return *error == NULL;
}

/* True if the bureau's list is new: what it sent back is what its list is compared with. */
static bool newly_returned(const struct builds *builds)
{
    const char *asked = stamp_hash(builds->inputs.stamp, RETURNED_FILE);
    return builds->last != NULL && *asked != '\0' && strcmp(asked, stamp_hash(builds->last, RETURNED_FILE)) != 0;
}

static bool same_values(struct report_job *job)
{
    const struct builds *builds = job->ctx;
    char *text;
    size_t size;
    const char *error, *path = os_join(job->arena, builds->target, ISSUE_FILE);
    return os_read(job->arena, path, &text, &size, &error) == OS_OK && issue_same_values(text, builds->issue_text);
}

bool outputs_keep(struct report_job *job, const struct options *options, const struct text_names *fresh,
                  struct os_stage *stage, const char **error)
{
    struct builds *builds = job->ctx;
    struct text_names sound = {0}, old = last_outputs(job);
    for (size_t i = 0; i < fresh->count; i++) /* of these names, but nobody knows where from */
        if (!names_has(&old, fresh->items[i]) && os_is_file(os_join(job->arena, builds->target, fresh->items[i])))
            *list_push(job->arena, &builds->edited) = fresh->items[i];
    for (size_t i = 0; i < old.count; i++) {
        if (strcmp(old.items[i], ISSUE_FILE) != 0 && !names_has(fresh, old.items[i]))
            os_stage_drop(stage, old.items[i]);
        if (!names_has(&builds->edited, old.items[i]))
            *list_push(job->arena, &sound) = old.items[i];
    }
    *error = NULL;
    builds->same_values = same_values(job);
    bool keep = options->keep || newly_returned(builds);
    if (!keep_edited(job, stage, error) || (!keep && builds->same_values))
        return *error == NULL;
    if (clear_slot(job, stage, keep, error))
        builds->kept = os_stage_keep(stage, "", &sound, ISSUE_KEPT, keep ? NULL : ISSUE_LAST, error);
    return *error == NULL;
}

void outputs_tell_kept(const struct report_job *job, const struct options *options)
{
    const struct builds *builds = job->ctx;
    const char *was = builds->kept != NULL ? os_join(job->arena, builds->target, builds->kept) : NULL;
    bool chinese = options->lang == DIAG_ZH, numbered = was == NULL || strcmp(os_base_name(was), ISSUE_LAST) != 0;
    for (size_t i = 0; builds->kept_edited != NULL && i < builds->edited.count; i++)
        fprintf(stderr,
                chinese ? "成果 %s 被改动过，改动过的留在：%s；要改的内容请改在 report.ini 或正文里\n"
                        : "output %s was edited; the edited one is kept in: %s; edit report.ini or the narrative "
                          "instead\n",
                builds->edited.items[i], os_join(job->arena, builds->target, builds->kept_edited));
    if (was != NULL && !options->quiet)
        fprintf(stderr,
                chinese ? "原有成果留在：%s%s；已报出的，写更正说明用：ziping diff %s %s -o 更正说明.pdf\n"
                        : "the earlier outputs are kept in: %s%s; if they were handed in, the note of correction: "
                          "ziping diff %s %s -o 更正说明.pdf\n",
                was,
                numbered ? "" : say(options, "（下次加 --keep，就编号留着）", " (--keep next time gives it a number)"),
                shell_word(job->arena, was), shell_word(job->arena, job->path));
}
