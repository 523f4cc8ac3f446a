// https://man7.org/linux/man-pages/man3/dlopen.3.html; the functions are https://github.com/libarchive/libarchive/wiki/ManualPages' own.
#include "CArchive.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

static void *library;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// Its names are kept to itself. Where its own calls are led to the functions below, those lead back to it.
static void open_library(void) { library = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL); }

static void *find(const char *name) {
    pthread_once(&once, open_library);
    return library ? dlsym(library, name) : NULL;
}

bool archive_is_installed(void) { return find("archive_read_new") != NULL; }

// Whoever calls one without having asked whether it is installed is wrong, and is stopped before anything is read.
#define FORWARD(result, name, parameters, arguments)                                                                                       \
    result name parameters {                                                                                                               \
        static result(*_Atomic known) parameters;                                                                                          \
        result(*function) parameters = known;                                                                                              \
        if (!function) {                                                                                                                   \
            function = (result(*) parameters)find(#name);                                                                                  \
            if (!function) abort();                                                                                                        \
            known = function;                                                                                                              \
        }                                                                                                                                  \
        return function arguments;                                                                                                         \
    }

FORWARD(struct archive *, archive_read_new, (void), ())
FORWARD(int, archive_read_free, (struct archive * a), (a))
FORWARD(int, archive_read_support_filter_bzip2, (struct archive * a), (a))
FORWARD(int, archive_read_support_filter_gzip, (struct archive * a), (a))
FORWARD(int, archive_read_support_filter_xz, (struct archive * a), (a))
FORWARD(int, archive_read_support_filter_zstd, (struct archive * a), (a))
FORWARD(int, archive_read_support_format_raw, (struct archive * a), (a))
FORWARD(int, archive_read_support_format_tar, (struct archive * a), (a))
FORWARD(int, archive_read_support_format_zip, (struct archive * a), (a))
FORWARD(int, archive_read_open,
        (struct archive * a, void *client, archive_open_callback *open, archive_read_callback *read, archive_close_callback *close),
        (a, client, open, read, close))
FORWARD(int, archive_read_next_header, (struct archive * a, struct archive_entry **entry), (a, entry))
FORWARD(la_ssize_t, archive_read_data, (struct archive * a, void *bytes, size_t count), (a, bytes, count))
FORWARD(int, archive_read_data_block, (struct archive * a, const void **bytes, size_t *count, la_int64_t *offset),
        (a, bytes, count, offset))
FORWARD(int, archive_format, (struct archive * a), (a))
FORWARD(la_int64_t, archive_filter_bytes, (struct archive * a, int filter), (a, filter))
FORWARD(const char *, archive_error_string, (struct archive * a), (a))
FORWARD(const char *, archive_entry_pathname, (struct archive_entry * entry), (entry))
FORWARD(const char *, archive_entry_pathname_utf8, (struct archive_entry * entry), (entry))
FORWARD(const char *, archive_entry_hardlink, (struct archive_entry * entry), (entry))
FORWARD(const char *, archive_entry_hardlink_utf8, (struct archive_entry * entry), (entry))
FORWARD(const char *, archive_entry_symlink, (struct archive_entry * entry), (entry))
FORWARD(const char *, archive_entry_symlink_utf8, (struct archive_entry * entry), (entry))
FORWARD(__LA_MODE_T, archive_entry_filetype, (struct archive_entry * entry), (entry))
FORWARD(time_t, archive_entry_mtime, (struct archive_entry * entry), (entry))
FORWARD(int, archive_entry_mtime_is_set, (struct archive_entry * entry), (entry))
