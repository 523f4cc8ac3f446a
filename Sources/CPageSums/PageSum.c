#include "PageSum.h"

#include <string.h>

#include "CPageSums.h"

enum { head_size = 104 };

static uint64_t little_endian(const uint8_t *bytes) {
    uint64_t word = 0;
    for (int index = 7; index >= 0; index--) word = word << 8 | bytes[index];
    return word;
}

/// Each step can be undone for a given word and for a given sum, so a change within one word never goes unseen.
static uint64_t mixed(uint64_t sum, uint64_t word) {
    sum = (sum ^ word) * 0x9FB21C651E98DF25u;
    return sum ^ sum >> 32;
}

static uint64_t mixed_all(uint64_t sum, const uint8_t *bytes, int count) {
    for (; count >= 8; bytes += 8, count -= 8) sum = mixed(sum, little_endian(bytes));
    if (count == 0) return sum;
    uint8_t rest[8] = {0};
    memcpy(rest, bytes, (size_t)count);
    return mixed(sum, little_endian(rest));
}

void page_sum(const uint8_t *page, int size, int64_t number, uint8_t *sum) {
    uint8_t head[head_size];
    memcpy(head, page, head_size);
    if (number == 1) {
        memset(head + 24, 0, 4);
        memset(head + 40, 0, 4);
        memset(head + 92, 0, 8);
    }
    uint64_t value = mixed_all((uint64_t)number, head, head_size);
    value = mixed_all(value, page + head_size, size - page_sums_reserved - head_size);
    for (int index = 0; index < 8; index++) sum[index] = (uint8_t)(value >> 8 * index);
    memcpy(sum + 8, "sum1", 4);
}
