#include "SummedFile.h"

#include <string.h>

#include "PageSum.h"

static summed_file *as_summed(sqlite3_file *file) { return (summed_file *)file; }
static sqlite3_file *beneath(sqlite3_file *file) { return ((summed_file *)file)->beneath; }

enum { header_size = 100 };

static int is_page(int count, sqlite3_int64 offset) {
    return count >= 512 && (count & (count - 1)) == 0 && offset % count == 0;
}

/// The header says whether the pages keep checksums, and how large they are. Any reserve but none is taken for ours, so that a damaged
/// header is found out by its page's checksum instead of switching the check off.
static void learn(summed_file *file, const unsigned char *bytes, int count, sqlite3_int64 offset) {
    if (!file->is_database || offset != 0 || count < header_size || memcmp(bytes, "SQLite format 3", 16) != 0) return;
    file->state.is_kept = bytes[20] != 0;
    // https://www.sqlite.org/fileformat2.html#page_size: big-endian, and 1 is 65,536.
    int size = bytes[16] << 8 | bytes[17];
    if (size == 1) size = 65536;
    file->page_size = is_page(size, 0) ? size : 0;
}

/// The size of the file's pages, learnt where nothing of its beginning was read yet; 0 where nobody can say.
static int page_size(summed_file *file) {
    unsigned char header[header_size];
    if (file->page_size == 0 && file->beneath->pMethods->xRead(file->beneath, header, header_size, 0) == SQLITE_OK)
        learn(file, header, header_size, 0);
    return file->page_size;
}

static int make_scratch(summed_file *file, int size) {
    if (file->scratch_size >= size) return SQLITE_OK;
    unsigned char *scratch = sqlite3_realloc(file->scratch, size);
    if (scratch == NULL) return SQLITE_IOERR_NOMEM;
    file->scratch = scratch;
    file->scratch_size = size;
    return SQLITE_OK;
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

/// Reads a whole page and checks it.
///
/// A page that the file ends before is read as zeros, which is what SQLite asks for when a file grows. One that the file ends within is
/// not as it was written.
static int read_page(summed_file *file, unsigned char *page, int size, sqlite3_int64 number) {
    sqlite3_int64 start = (number - 1) * size;
    int code = file->beneath->pMethods->xRead(file->beneath, page, size, start);
    int is_cut = 0;
    if (code == SQLITE_IOERR_SHORT_READ) {
        sqlite3_int64 end = 0;
        int told = file->beneath->pMethods->xFileSize(file->beneath, &end);
        if (told != SQLITE_OK) return told;
        if (end <= start) return code;
        is_cut = 1;
    } else if (code != SQLITE_OK) {
        return code;
    }
    if (is_cut || !is_as_written(page, size, number)) {
        if (!file->state.is_counting) return SQLITE_IOERR_DATA;
        if (file->state.wrong++ == 0) file->state.first_wrong = number;
    }
    // What is changed of the page in memory makes its checksum wrong, and another SQLite may be the one to write it.
    memset(page + size - page_sums_reserved, 0, page_sums_reserved);
    return SQLITE_OK;
}

/// Reads parts of pages: newer SQLites read the rest of a long text straight from its overflow pages, without the 12 bytes at the end,
/// https://www.sqlite.org/compile.html#direct_overflow_read. Each page is read whole, checked, and the part handed over.
static int read_parts(summed_file *file, unsigned char *bytes, int count, sqlite3_int64 offset, int size) {
    int code = make_scratch(file, size);
    int answer = SQLITE_OK;
    while (code == SQLITE_OK && count > 0) {
        int start = (int)(offset % size);
        int part = size - start < count ? size - start : count;
        code = read_page(file, file->scratch, size, offset / size + 1);
        if (code == SQLITE_IOERR_SHORT_READ) {
            memset(file->scratch, 0, (size_t)size);
            answer = code;
            code = SQLITE_OK;
        }
        memcpy(bytes, file->scratch + start, (size_t)part);
        bytes += part;
        offset += part;
        count -= part;
    }
    return code == SQLITE_OK ? answer : code;
}

/// SQLite reads the header, or its counters, before it holds a lock and before a journal was played back: they may be half written
/// then. Nothing is answered from them; the whole first page is read before anything else is.
static int is_of_header(int count, sqlite3_int64 offset) { return offset + count <= header_size; }

static int read_checked(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    summed_file *file = as_summed(base);
    int is_header = is_of_header(count, offset);
    if (!file->is_database || is_header || offset == 0) {
        int code = file->beneath->pMethods->xRead(file->beneath, bytes, count, offset);
        if (code == SQLITE_OK) learn(file, bytes, count, offset);
        if (!file->is_database || is_header || (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)) return code;
    }
    int size = page_size(file);
    if (!file->state.is_kept) return file->beneath->pMethods->xRead(file->beneath, bytes, count, offset);
    // Pages of a file that is being written anew may be read before its first one is there.
    if (size == 0) size = is_page(count, offset) ? count : 0;
    if (size == 0) return SQLITE_IOERR_DATA;
    if (count == size && offset % size == 0) return read_page(file, bytes, size, offset / size + 1);
    return read_parts(file, bytes, count, offset, size);
}

static int write_summed(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    summed_file *file = as_summed(base);
    learn(file, bytes, count, offset);
    if (!file->is_database || !file->state.is_kept || !is_page(count, offset))
        return file->beneath->pMethods->xWrite(file->beneath, bytes, count, offset);
    int code = make_scratch(file, count);
    if (code != SQLITE_OK) return code;
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
    case SQLITE_FCNTL_MMAP_SIZE:
        // A mapped page would get past the check: nothing is mapped, whatever is asked for.
        *(sqlite3_int64 *)argument = 0;
        return SQLITE_OK;
    }
    return beneath(base)->pMethods->xFileControl(beneath(base), operation, argument);
}

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
/// From 3.48 on SQLite asks whether parts of pages may be read, https://www.sqlite.org/c3ref/c_iocap_atomic.html. Those would be read
/// twice here.
static int device_beneath(sqlite3_file *f) {
    enum { subpage_read = 0x00008000 };
    return beneath(f)->pMethods->xDeviceCharacteristics(beneath(f)) & ~subpage_read;
}
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
