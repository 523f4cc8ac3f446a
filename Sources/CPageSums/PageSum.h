#ifndef PAGESUM_H
#define PAGESUM_H

#include <stdint.h>

/// Writes what a page should keep at its end: the checksum of its number and of the bytes before it, and the mark.
///
/// Left out of the first page's are the counters that any connection's commit or copy advances (bytes 24 to 27, 40 to 43 and 92 to
/// 99, https://www.sqlite.org/fileformat2.html#the_database_header): SQLite only compares them to know when to read again.
void page_sum(const uint8_t *page, int size, int64_t number, uint8_t *sum);

#endif
