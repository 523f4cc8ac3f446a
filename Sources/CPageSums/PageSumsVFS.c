#include <pthread.h>
#include <string.h>

#include "MemoryFile.h"
#include "SummedFile.h"

// A shim, https://www.sqlite.org/vfs.html#vfs_shims. What it does not do itself it passes to the default VFS of the moment.

static sqlite3_vfs *below(void) { return sqlite3_vfs_find(NULL); }

static int open_both(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *granted) {
    summed_file *file = (summed_file *)base;
    memset(file, 0, sizeof *file);
    sqlite3_vfs *under = below();
    file->beneath = sqlite3_malloc(under->szOsFile);
    if (file->beneath == NULL) return SQLITE_NOMEM;
    memset(file->beneath, 0, (size_t)under->szOsFile);
    int code = under->xOpen(under, name, file->beneath, flags, granted);
    if (code != SQLITE_OK) {
        // https://www.sqlite.org/c3ref/io_methods.html: a file that did not open is closed where it has methods.
        if (file->beneath->pMethods != NULL) file->beneath->pMethods->xClose(file->beneath);
        sqlite3_free(file->beneath);
        return code;
    }
    file->is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    file->base.pMethods = &summed_file_methods;
    return SQLITE_OK;
}

/// A file without a name is of what SQLite sorts, or keeps for a while: whoever only reads puts nothing on a disk.
static int open_to_read(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *granted) {
    if (name != NULL) return open_both(vfs, name, base, flags, granted);
    open_memory_file(base);
    if (granted != NULL) *granted = flags;
    return SQLITE_OK;
}

static int delete_below(sqlite3_vfs *v, const char *name, int sync) { return below()->xDelete(below(), name, sync); }
static int access_below(sqlite3_vfs *v, const char *name, int flags, int *is) { return below()->xAccess(below(), name, flags, is); }
static int full_path_below(sqlite3_vfs *v, const char *name, int size, char *path) {
    return below()->xFullPathname(below(), name, size, path);
}
static void *no_library(sqlite3_vfs *v, const char *name) { return NULL; }
static void no_library_error(sqlite3_vfs *v, int size, char *message) {
    if (size > 0) message[0] = 0;
}
static void (*no_symbol(sqlite3_vfs *v, void *library, const char *name))(void) { return NULL; }
static void no_library_close(sqlite3_vfs *v, void *library) {}
static int random_below(sqlite3_vfs *v, int count, char *bytes) { return below()->xRandomness(below(), count, bytes); }
static int sleep_below(sqlite3_vfs *v, int microseconds) { return below()->xSleep(below(), microseconds); }
static int time_below(sqlite3_vfs *v, double *days) { return below()->xCurrentTime(below(), days); }
static int error_below(sqlite3_vfs *v, int size, char *message) { return below()->xGetLastError(below(), size, message); }
static int time64_below(sqlite3_vfs *v, sqlite3_int64 *time) { return below()->xCurrentTimeInt64(below(), time); }

static const sqlite3_vfs page_sums = {
    .iVersion = 2,
    .szOsFile = sizeof(summed_file) > sizeof(memory_file) ? sizeof(summed_file) : sizeof(memory_file),
    .mxPathname = 1024,
    .zName = "page-sums",
    .xOpen = open_both,
    .xDelete = delete_below,
    .xAccess = access_below,
    .xFullPathname = full_path_below,
    .xDlOpen = no_library,
    .xDlError = no_library_error,
    .xDlSym = no_symbol,
    .xDlClose = no_library_close,
    .xRandomness = random_below,
    .xSleep = sleep_below,
    .xCurrentTime = time_below,
    .xGetLastError = error_below,
    .xCurrentTimeInt64 = time64_below,
};

static sqlite3_vfs to_write;
static sqlite3_vfs to_read;

static void register_once(void) {
    sqlite3_vfs *under = below();
    to_write = page_sums;
    if (under != NULL) to_write.mxPathname = under->mxPathname;
    to_read = to_write;
    to_read.zName = "page-sums-to-read";
    to_read.xOpen = open_to_read;
    sqlite3_vfs_register(&to_write, 0);
    sqlite3_vfs_register(&to_read, 0);
}

static void make_sure_of_both(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_once);
}

const char *page_sums_vfs(void) {
    make_sure_of_both();
    return to_write.zName;
}

const char *page_sums_vfs_to_read(void) {
    make_sure_of_both();
    return to_read.zName;
}
