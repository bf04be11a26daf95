/* Parts of a package through libzip and expat. Trusts nothing: sizes are capped, checksums are read to their end,
 * document types (and with them all entities of the file's own) are refused. Knows nothing of spreadsheets. */
#include "input/sheet_part.h"

#include "base/os.h"

#include <errno.h>
#include <expat.h>
#include <string.h>
#include <zip.h>

enum { MIB = 1024 * 1024, PART_MOST = 64 * MIB, PACKAGE_MOST = 256 * MIB };

struct package {
    struct arena *arena;
    zip_t *zip;
    zip_uint64_t read; /* bytes unpacked so far */
    const char *error;
    XML_Parser parser; /* of the part that is being parsed */
    const struct part_handlers *handlers;
    void *context;
};

/* A compound file, or the bare stream that such files hold: workbooks before 2007. With a password, new ones are packed
 * into compound files, too ([MS-OFFCRYPTO] 2.3). */
static bool is_old(const char *path, bool *locked)
{
    static const char compound[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
                      stream[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k";
    size_t size = 0;
    const char *bytes = os_map(path, &size);
    if (!bytes)
        return false;
    bool packed = size > 512 && !memcmp(bytes, compound, 8);
    bool bare = size > 4 && bytes[0] == 9 && memchr("\0\2\4\10", bytes[1], 4) && !bytes[3];
    *locked = packed && memmem(bytes, size, stream, sizeof stream - 1);
    os_unmap(bytes, size);
    return packed || bare;
}

/* number: errno of the opening. */
static const char *why_not_open(struct arena *arena, const char *path, int code, int number)
{
    switch (code) {
    case ZIP_ER_NOZIP:
        return DIAG_PAIR("不是XLSX，扩展名不作数", "not an XLSX file");
    case ZIP_ER_INCONS:
    case ZIP_ER_EOF:
        return DIAG_PAIR("文件不完整", "the file is not whole");
    case ZIP_ER_NOENT:
        return os_cause(ENOENT);
    case ZIP_ER_OPNOTSUPP: /* what libzip says of a folder */
    case ZIP_ER_OPEN:
    case ZIP_ER_READ:
        return os_cause(os_is_folder(path) ? EISDIR : number);
    default:
        break;
    }
    zip_error_t detail;
    zip_error_init_with_code(&detail, code);
    const char *error = arena_strdup(arena, zip_error_strerror(&detail));
    zip_error_fini(&detail);
    return error;
}

struct package *package_open(struct arena *arena, const char *path, enum diag_code *state, const char **error)
{
    int code = 0;
    bool locked = false;
    *error = "";
    if (is_old(path, &locked)) {
        *state = locked ? DIAG_WORKBOOK_LOCKED : DIAG_WORKBOOK_OLD;
        return NULL;
    }
    *error = os_library(LIBRARY_ZIP);
    *state = *error ? DIAG_NO_LIBRARY : DIAG_UNREADABLE;
    if (*error)
        return NULL;
    zip_t *zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (!zip) {
        bool bad = code == ZIP_ER_NOZIP || code == ZIP_ER_INCONS || code == ZIP_ER_EOF;
        *error = why_not_open(arena, path, code, errno);
        *state = bad ? DIAG_VERIFY : DIAG_UNREADABLE;
        return NULL;
    }
    struct package *package = arena_alloc(arena, sizeof *package);
    package->arena = arena;
    package->zip = zip;
    return package;
}

void package_close(struct package *package)
{
    zip_discard(package->zip);
}

bool package_has(const struct package *package, const char *part)
{
    return zip_name_locate(package->zip, part, ZIP_FL_NOCASE) >= 0;
}

const char *package_error(const struct package *package)
{
    return package->error ? package->error : "";
}

void package_stop(struct package *package, const char *cause)
{
    if (!package->error)
        package->error = arena_strdup(package->arena, cause);
    XML_StopParser(package->parser, XML_FALSE);
}

static bool fail(struct package *package, const char *part, const char *cause)
{
    package->error = arena_printf(package->arena, "%s: %s", part, cause);
    return false;
}

/* The whole part, unpacked; NULL after an error. */
static char *unpack(struct package *package, const char *part, size_t *size)
{
    zip_stat_t stat;
    if (zip_stat(package->zip, part, ZIP_FL_NOCASE, &stat) || !(stat.valid & ZIP_STAT_SIZE)) {
        fail(package, part, zip_strerror(package->zip));
        return NULL;
    }
    if (stat.size > PART_MOST || stat.size > PACKAGE_MOST - package->read) {
        fail(package, part, "> 64 MiB");
        return NULL;
    }
    zip_file_t *file = zip_fopen(package->zip, part, ZIP_FL_NOCASE);
    if (!file) {
        fail(package, part, zip_strerror(package->zip));
        return NULL;
    }
    char *data = arena_alloc(package->arena, stat.size + 1);
    zip_int64_t got = zip_fread(file, data, stat.size);
    char more;
    bool whole = got == (zip_int64_t)stat.size && zip_fread(file, &more, 1) == 0; /* the end checks the checksum */
    if (!whole)
        fail(package, part, zip_file_strerror(file));
    zip_fclose(file);
    package->read += stat.size;
    *size = stat.size;
    return whole ? data : NULL;
}

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *part_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strncmp(*attributes, "xmlns", 5) != 0 && !strcmp(local_name(*attributes), name))
            return attributes[1];
    return NULL;
}

static void XMLCALL on_start(void *user, const char *name, const char **attributes)
{
    struct package *package = user;
    package->handlers->start(package->context, local_name(name), attributes);
}

static void XMLCALL on_end(void *user, const char *name)
{
    struct package *package = user;
    if (package->handlers->end)
        package->handlers->end(package->context, local_name(name));
}

static void XMLCALL on_text(void *user, const char *s, int n)
{
    struct package *package = user;
    if (package->handlers->text)
        package->handlers->text(package->context, s, (size_t)n);
}

static void XMLCALL on_doctype(void *user, const char *name, const char *system, const char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    package_stop(user, "DOCTYPE");
}

bool package_parse(struct package *package, const char *part, const struct part_handlers *handlers, void *context)
{
    size_t size = 0;
    char *data = unpack(package, part, &size);
    if (!data)
        return false;
    XML_Parser parser = XML_ParserCreate(NULL);
    if (!parser)
        return fail(package, part, "expat");
    package->parser = parser;
    package->handlers = handlers;
    package->context = context;
    XML_SetUserData(parser, package);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    bool good = XML_Parse(parser, data, (int)size, XML_TRUE) == XML_STATUS_OK && !package->error;
    if (!good)
        package->error = arena_printf(package->arena, "%s:%lu: %s", part, XML_GetCurrentLineNumber(parser),
                                      package->error ? package->error : XML_ErrorString(XML_GetErrorCode(parser)));
    XML_ParserFree(parser);
    package->parser = NULL;
    return good;
}
