#include "SummedFile.h"

#include <string.h>

#include "PageSum.h"

static summed_file *as_summed(sqlite3_file *file) { return (summed_file *)file; }
static sqlite3_file *beneath(sqlite3_file *file) { return ((summed_file *)file)->beneath; }

static int is_page(int count, sqlite3_int64 offset) {
    return count >= 512 && (count & (count - 1)) == 0 && offset % count == 0;
}

/// The header says whether the pages keep checksums. Any reserve but none is taken for ours, so that a damaged header is found out
/// by its page's checksum instead of switching the check off.
static void learn(summed_file *file, const unsigned char *bytes, int count, sqlite3_int64 offset) {
    if (file->is_database && offset == 0 && count >= 100 && memcmp(bytes, "SQLite format 3", 16) == 0)
        file->state.is_kept = bytes[20] != 0;
}

/// A page without any checksum was written by another SQLite, which keeps the reserve as it finds it: the log's pages carry none.
static int is_as_written(const unsigned char *page, int count, sqlite3_int64 number) {
    static const unsigned char none[page_sums_reserved];
    unsigned char sum[page_sums_reserved];
    const unsigned char *kept = page + count - page_sums_reserved;
    if (memcmp(kept, none, page_sums_reserved) == 0) return 1;
    page_sum(page, count, number, sum);
    return memcmp(kept, sum, page_sums_reserved) == 0;
}

static int read_checked(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    summed_file *file = as_summed(base);
    int code = file->beneath->pMethods->xRead(file->beneath, bytes, count, offset);
    if (code != SQLITE_OK) return code;
    learn(file, bytes, count, offset);
    if (!file->is_database || !file->state.is_kept || !is_page(count, offset)) return SQLITE_OK;
    sqlite3_int64 number = offset / count + 1;
    if (!is_as_written(bytes, count, number)) {
        if (!file->state.is_counting) return SQLITE_IOERR_DATA;
        if (file->state.wrong++ == 0) file->state.first_wrong = number;
    }
    // What is changed of the page in memory makes its checksum wrong, and another SQLite may be the one to write it.
    memset((unsigned char *)bytes + count - page_sums_reserved, 0, page_sums_reserved);
    return SQLITE_OK;
}

static int write_summed(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    summed_file *file = as_summed(base);
    learn(file, bytes, count, offset);
    if (!file->is_database || !file->state.is_kept || !is_page(count, offset))
        return file->beneath->pMethods->xWrite(file->beneath, bytes, count, offset);
    if (file->scratch_size < count) {
        unsigned char *scratch = sqlite3_realloc(file->scratch, count);
        if (scratch == NULL) return SQLITE_IOERR_NOMEM;
        file->scratch = scratch;
        file->scratch_size = count;
    }
    memcpy(file->scratch, bytes, (size_t)count);
    page_sum(file->scratch, count, offset / count + 1, file->scratch + count - page_sums_reserved);
    return file->beneath->pMethods->xWrite(file->beneath, file->scratch, count, offset);
}

static int close_both(sqlite3_file *base) {
    summed_file *file = as_summed(base);
    int code = file->beneath->pMethods->xClose(file->beneath);
    sqlite3_free(file->beneath);
    sqlite3_free(file->scratch);
    file->base.pMethods = NULL;
    return code;
}

static int control(sqlite3_file *base, int operation, void *argument) {
    page_sums_state *mine = &as_summed(base)->state;
    switch (operation) {
    case page_sums_get:
        *(page_sums_state *)argument = *mine;
        return SQLITE_OK;
    case page_sums_set_kept:
        mine->is_kept = ((page_sums_state *)argument)->is_kept;
        return SQLITE_OK;
    case page_sums_set_counting:
        mine->is_counting = ((page_sums_state *)argument)->is_counting;
        mine->wrong = 0;
        return SQLITE_OK;
    }
    return beneath(base)->pMethods->xFileControl(beneath(base), operation, argument);
}

/// A mapped page would get past the check.
static int fetch(sqlite3_file *base, sqlite3_int64 offset, int count, void **page) {
    *page = NULL;
    return SQLITE_OK;
}
static int unfetch(sqlite3_file *base, sqlite3_int64 offset, void *page) { return SQLITE_OK; }

static int truncate_beneath(sqlite3_file *f, sqlite3_int64 size) { return beneath(f)->pMethods->xTruncate(beneath(f), size); }
static int sync_beneath(sqlite3_file *f, int flags) { return beneath(f)->pMethods->xSync(beneath(f), flags); }
static int size_beneath(sqlite3_file *f, sqlite3_int64 *size) { return beneath(f)->pMethods->xFileSize(beneath(f), size); }
static int lock_beneath(sqlite3_file *f, int lock) { return beneath(f)->pMethods->xLock(beneath(f), lock); }
static int unlock_beneath(sqlite3_file *f, int lock) { return beneath(f)->pMethods->xUnlock(beneath(f), lock); }
static int reserved_beneath(sqlite3_file *f, int *is) { return beneath(f)->pMethods->xCheckReservedLock(beneath(f), is); }
static int sector_beneath(sqlite3_file *f) { return beneath(f)->pMethods->xSectorSize(beneath(f)); }
static int device_beneath(sqlite3_file *f) { return beneath(f)->pMethods->xDeviceCharacteristics(beneath(f)); }
static int map_beneath(sqlite3_file *f, int region, int size, int extend, void volatile **memory) {
    return beneath(f)->pMethods->xShmMap(beneath(f), region, size, extend, memory);
}
static int shm_lock_beneath(sqlite3_file *f, int offset, int count, int flags) {
    return beneath(f)->pMethods->xShmLock(beneath(f), offset, count, flags);
}
static void barrier_beneath(sqlite3_file *f) { beneath(f)->pMethods->xShmBarrier(beneath(f)); }
static int unmap_beneath(sqlite3_file *f, int is_deleting) { return beneath(f)->pMethods->xShmUnmap(beneath(f), is_deleting); }

const sqlite3_io_methods summed_file_methods = {
    .iVersion = 3,
    .xClose = close_both,
    .xRead = read_checked,
    .xWrite = write_summed,
    .xTruncate = truncate_beneath,
    .xSync = sync_beneath,
    .xFileSize = size_beneath,
    .xLock = lock_beneath,
    .xUnlock = unlock_beneath,
    .xCheckReservedLock = reserved_beneath,
    .xFileControl = control,
    .xSectorSize = sector_beneath,
    .xDeviceCharacteristics = device_beneath,
    .xShmMap = map_beneath,
    .xShmLock = shm_lock_beneath,
    .xShmBarrier = barrier_beneath,
    .xShmUnmap = unmap_beneath,
    .xFetch = fetch,
    .xUnfetch = unfetch,
};
