#include <pthread.h>
#include <string.h>

#include "FaultState.h"

// A shim over the system's own VFS, https://www.sqlite.org/vfs.html#vfs_shims, in which calls go wrong on demand.

typedef struct {
    sqlite3_file base;
    const char *name;
    /// What outlives a power cut is noted of databases and their logs.
    int is_kept;
} faulty_file;

static sqlite3_vfs *under;
static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((faulty_file *)file + 1); }
static const char *name_of(sqlite3_file *file) { return ((faulty_file *)file)->name; }

static int f_close(sqlite3_file *f) { return real(f)->pMethods->xClose(real(f)); }
static int f_read(sqlite3_file *f, void *bytes, int count, sqlite3_int64 offset) {
    int code = fault_at(call_read, name_of(f));
    return code != SQLITE_OK ? code : real(f)->pMethods->xRead(real(f), bytes, count, offset);
}
static int f_write(sqlite3_file *f, const void *bytes, int count, sqlite3_int64 offset) {
    int code = fault_at(call_write, name_of(f));
    if (code == SQLITE_OK) return real(f)->pMethods->xWrite(real(f), bytes, count, offset);
    if (fault_writes_half()) real(f)->pMethods->xWrite(real(f), bytes, count / 2, offset);
    return code;
}
static int f_truncate(sqlite3_file *f, sqlite3_int64 size) {
    int code = fault_at(call_truncate, name_of(f));
    return code != SQLITE_OK ? code : real(f)->pMethods->xTruncate(real(f), size);
}
static int f_sync(sqlite3_file *f, int flags) {
    int code = fault_at(call_sync, name_of(f));
    if (code != SQLITE_OK) return code;
    code = real(f)->pMethods->xSync(real(f), flags);
    if (code == SQLITE_OK && ((faulty_file *)f)->is_kept) durable_note(name_of(f), real(f), 1);
    return code;
}
static int f_size(sqlite3_file *f, sqlite3_int64 *size) { return real(f)->pMethods->xFileSize(real(f), size); }
static int f_lock(sqlite3_file *f, int lock) {
    int code = fault_at(call_lock, name_of(f));
    return code != SQLITE_OK ? code : real(f)->pMethods->xLock(real(f), lock);
}
static int f_unlock(sqlite3_file *f, int lock) { return real(f)->pMethods->xUnlock(real(f), lock); }
static int f_reserved(sqlite3_file *f, int *is) { return real(f)->pMethods->xCheckReservedLock(real(f), is); }
static int f_control(sqlite3_file *f, int operation, void *argument) {
    return real(f)->pMethods->xFileControl(real(f), operation, argument);
}
static int f_sector(sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); }
static int f_device(sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
static int f_map(sqlite3_file *f, int region, int size, int extend, void volatile **memory) {
    int code = fault_at(call_map, name_of(f));
    return code != SQLITE_OK ? code : real(f)->pMethods->xShmMap(real(f), region, size, extend, memory);
}
static int f_shm_lock(sqlite3_file *f, int offset, int count, int flags) {
    // Giving a lock back never fails.
    int code = flags & SQLITE_SHM_LOCK ? fault_at(call_lock, name_of(f)) : SQLITE_OK;
    return code != SQLITE_OK ? code : real(f)->pMethods->xShmLock(real(f), offset, count, flags);
}
static void f_barrier(sqlite3_file *f) { real(f)->pMethods->xShmBarrier(real(f)); }
static int f_unmap(sqlite3_file *f, int is_deleting) { return real(f)->pMethods->xShmUnmap(real(f), is_deleting); }
static int f_fetch(sqlite3_file *f, sqlite3_int64 offset, int count, void **page) {
    *page = NULL;
    return SQLITE_OK;
}
static int f_unfetch(sqlite3_file *f, sqlite3_int64 offset, void *page) { return SQLITE_OK; }

static const sqlite3_io_methods methods = {
    .iVersion = 3, .xClose = f_close, .xRead = f_read, .xWrite = f_write, .xTruncate = f_truncate, .xSync = f_sync,
    .xFileSize = f_size, .xLock = f_lock, .xUnlock = f_unlock, .xCheckReservedLock = f_reserved,
    .xFileControl = f_control, .xSectorSize = f_sector, .xDeviceCharacteristics = f_device, .xShmMap = f_map,
    .xShmLock = f_shm_lock, .xShmBarrier = f_barrier, .xShmUnmap = f_unmap, .xFetch = f_fetch, .xUnfetch = f_unfetch,
};

static int v_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *granted) {
    faulty_file *file = (faulty_file *)f;
    memset(file, 0, sizeof *file);
    int code = fault_at(call_open, name);
    if (code != SQLITE_OK) return code;
    code = under->xOpen(under, name, real(f), flags, granted);
    if (code != SQLITE_OK) return code;
    file->name = name;
    file->is_kept = name != NULL && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    file->base.pMethods = &methods;
    if (file->is_kept) durable_note(name, real(f), 0);
    return SQLITE_OK;
}
static int v_delete(sqlite3_vfs *v, const char *name, int sync) {
    int code = fault_at(call_delete, name);
    if (code != SQLITE_OK) return code;
    durable_forget(name);
    return under->xDelete(under, name, sync);
}
static int v_access(sqlite3_vfs *v, const char *name, int flags, int *is) { return under->xAccess(under, name, flags, is); }
static int v_path(sqlite3_vfs *v, const char *name, int size, char *path) { return under->xFullPathname(under, name, size, path); }
static int v_random(sqlite3_vfs *v, int count, char *bytes) { return under->xRandomness(under, count, bytes); }
static int v_sleep(sqlite3_vfs *v, int microseconds) { return under->xSleep(under, microseconds); }
static int v_time(sqlite3_vfs *v, double *days) { return under->xCurrentTime(under, days); }
static int v_error(sqlite3_vfs *v, int size, char *message) { return under->xGetLastError(under, size, message); }
static int v_time64(sqlite3_vfs *v, sqlite3_int64 *time) { return under->xCurrentTimeInt64(under, time); }

static sqlite3_vfs faulty = {
    .iVersion = 2, .mxPathname = 1024, .zName = "faulty", .xOpen = v_open, .xDelete = v_delete, .xAccess = v_access,
    .xFullPathname = v_path, .xRandomness = v_random, .xSleep = v_sleep, .xCurrentTime = v_time, .xGetLastError = v_error,
    .xCurrentTimeInt64 = v_time64,
};

static void register_once(void) {
    under = sqlite3_vfs_find(NULL);
    faulty.szOsFile = (int)sizeof(faulty_file) + under->szOsFile;
    sqlite3_vfs_register(&faulty, 1);
}

void fault_register(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_once);
}
