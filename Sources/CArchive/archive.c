// https://man7.org/linux/man-pages/man3/dlopen.3.html; the functions are https://github.com/libarchive/libarchive/wiki/ManualPages' own.
#include "CArchive.h"

#include <dlfcn.h>
#include <pthread.h>

// What is used of the library: each function's result, name, parameters, and how they are handed on.
#define FUNCTIONS(X) \
    X(struct archive *, archive_read_new, (void), ()) \
    X(int, archive_read_free, (struct archive * a), (a)) \
    X(int, archive_read_support_filter_bzip2, (struct archive * a), (a)) \
    X(int, archive_read_support_filter_gzip, (struct archive * a), (a)) \
    X(int, archive_read_support_filter_xz, (struct archive * a), (a)) \
    X(int, archive_read_support_filter_zstd, (struct archive * a), (a)) \
    X(int, archive_read_support_format_raw, (struct archive * a), (a)) \
    X(int, archive_read_support_format_tar, (struct archive * a), (a)) \
    X(int, archive_read_support_format_zip, (struct archive * a), (a)) \
    X(int, archive_read_open, (struct archive * a, void *c, archive_open_callback *o, archive_read_callback *r, archive_close_callback *x), (a, c, o, r, x)) \
    X(int, archive_read_next_header, (struct archive * a, struct archive_entry **e), (a, e)) \
    X(la_ssize_t, archive_read_data, (struct archive * a, void *bytes, size_t n), (a, bytes, n)) \
    X(int, archive_read_data_block, (struct archive * a, const void **bytes, size_t *n, la_int64_t *at), (a, bytes, n, at)) \
    X(int, archive_format, (struct archive * a), (a)) \
    X(la_int64_t, archive_filter_bytes, (struct archive * a, int filter), (a, filter)) \
    X(const char *, archive_error_string, (struct archive * a), (a)) \
    X(const char *, archive_entry_pathname, (struct archive_entry * e), (e)) \
    X(const char *, archive_entry_pathname_utf8, (struct archive_entry * e), (e)) \
    X(const char *, archive_entry_hardlink, (struct archive_entry * e), (e)) \
    X(const char *, archive_entry_hardlink_utf8, (struct archive_entry * e), (e)) \
    X(const char *, archive_entry_symlink, (struct archive_entry * e), (e)) \
    X(const char *, archive_entry_symlink_utf8, (struct archive_entry * e), (e)) \
    X(__LA_MODE_T, archive_entry_filetype, (struct archive_entry * e), (e)) \
    X(time_t, archive_entry_mtime, (struct archive_entry * e), (e)) \
    X(int, archive_entry_mtime_is_set, (struct archive_entry * e), (e))

#define POINTER(result, name, parameters, arguments) result(*name) parameters;
static struct {
    FUNCTIONS(POINTER)
} library;

static bool is_whole;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// Its names are kept to itself. Where its own calls are led to the functions below, those lead back to it.
static void open_library(void) {
    void *handle = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
    if (!handle) return;
    is_whole = true;
#define FIND(result, name, parameters, arguments) \
    library.name = (result(*) parameters)dlsym(handle, #name); \
    if (!library.name) is_whole = false;
    FUNCTIONS(FIND)
}

bool archive_is_installed(void) {
    pthread_once(&once, open_library);
    return is_whole;
}

#define FORWARD(result, name, parameters, arguments) \
    result name parameters { return library.name arguments; }
FUNCTIONS(FORWARD)
