// Finds the bracket that closes a JSON value, 64 bytes at a time, without reading what is in between.
//
// The string mask is that of "Parsing Gigabytes of JSON per Second" (Langdale and Lemire, 2019), section 3.1.1.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#ifdef __x86_64__
#include <immintrin.h>
#endif

/// One bit a byte of a block of 64.
struct block_masks {
    uint64_t quotes, backslashes, opens, closes;
};

/// The bits of a block, byte by byte.
struct plain_block {
    static block_masks masks(const uint8_t *block) {
        block_masks masks = {0, 0, 0, 0};
        for (int at = 0; at < 64; at++) {
            masks.quotes |= uint64_t(block[at] == '"') << at;
            masks.backslashes |= uint64_t(block[at] == '\\') << at;
            masks.opens |= uint64_t((block[at] | 0x20) == '{') << at;  // [ and { differ in this bit only, ] and } too
            masks.closes |= uint64_t((block[at] | 0x20) == '}') << at;
        }
        return masks;
    }

    /// Each bit is whether an odd number of bits is set up to it.
    static uint64_t running_parity(uint64_t bits) {
        for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
        return bits;
    }
};

#ifdef __x86_64__
#define WIDE __attribute__((target("avx2,pclmul,popcnt,bmi")))

/// The same in vectors of 32 bytes, where the processor has them.
struct wide_block {
    WIDE static uint64_t equal(__m256i low, __m256i high, char byte) {
        const __m256i wanted = _mm256_set1_epi8(byte);
        const uint32_t first = uint32_t(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
        const uint32_t second = uint32_t(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
        return uint64_t(second) << 32 | first;
    }

    WIDE static block_masks masks(const uint8_t *block) {
        const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(block));
        const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(block + 32));
        const __m256i fold = _mm256_set1_epi8(0x20);
        const __m256i folded_low = _mm256_or_si256(low, fold), folded_high = _mm256_or_si256(high, fold);
        return {
            equal(low, high, '"'), equal(low, high, '\\'), equal(folded_low, folded_high, '{'),
            equal(folded_low, folded_high, '}')};
    }

    /// A carry-less product with ones.
    WIDE static uint64_t running_parity(uint64_t bits) {
        const __m128i ones = _mm_set1_epi8(char(0xFF));
        return uint64_t(_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0, int64_t(bits)), ones, 0)));
    }
};
#endif

/// Counts nesting, and keeps its place between calls.
class bracket_scanner {
public:
    enum outcome { needs_input, closed, too_deep };

    /// - `vectors`: whether the processor's are used, if it has them.
    bracket_scanner(size_t deepest, bool vectors) : deepest(deepest), is_wide(vectors && has_wide()) {}

    /// Begins inside a bracket just read, `depth` brackets deep.
    void begin(size_t start) {
        depth = start;
        in_string = escaped = false;
    }

    /// Reads on from `*at` until nesting is back to `target`, with `*at` behind the bracket that did it.
    outcome scan(const uint8_t *bytes, size_t *at, size_t end, size_t target) {
#ifdef __x86_64__
        if (is_wide) return scan_wide(bytes, at, end, target);
#endif
        return scan_by<plain_block>(bytes, at, end, target);
    }

private:
    static constexpr int none = -1, past_limit = -2;
    const size_t deepest;
    const bool is_wide;
    size_t depth = 0;
    bool in_string = false;
    bool escaped = false;

#ifdef __x86_64__
    static bool has_wide() {
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("popcnt")
            && __builtin_cpu_supports("bmi");
    }

    WIDE outcome scan_wide(const uint8_t *bytes, size_t *at, size_t end, size_t target) {
        return scan_by<wide_block>(bytes, at, end, target);
    }
#else
    static bool has_wide() { return false; }
#endif

    /// Always inlined, or it would be compiled for any processor.
    template <typename Block>
    __attribute__((always_inline)) outcome scan_by(const uint8_t *bytes, size_t *at, size_t end, size_t target) {
        while (*at < end) {
            const size_t width = end - *at < 64 ? end - *at : 64;
            uint64_t opens, closes;
            structure<Block>(bytes + *at, width, &opens, &closes);
            const size_t opened = __builtin_popcountll(opens), shut = __builtin_popcountll(closes);
            if (depth + opened <= deepest && depth > target + shut) {
                depth += opened - shut;
                *at += width;
                continue;
            }
            const int found = step(opens, closes, target);
            if (found == past_limit) return too_deep;
            if (found != none) {
                *at += size_t(found) + 1;
                return closed;
            }
            *at += width;
        }
        return needs_input;
    }

    /// The brackets of a block that are not inside a string.
    template <typename Block>
    __attribute__((always_inline)) void structure(const uint8_t *block, size_t width, uint64_t *opens, uint64_t *closes) {
        uint8_t padded[64];
        if (width < 64) {
            std::memset(padded, ' ', sizeof padded);
            std::memcpy(padded, block, width);
            block = padded;
        }
        const block_masks masks = Block::masks(block);
        const uint64_t quotes = masks.quotes & ~escapes(masks.backslashes, width);
        const uint64_t strings = Block::running_parity(quotes) ^ (in_string ? ~uint64_t(0) : 0);
        in_string = strings >> 63;  // what pads a short block continues its last byte's state
        *opens = masks.opens & ~strings;
        *closes = masks.closes & ~strings;
    }

    /// The bytes that a backslash before them takes the meaning from.
    uint64_t escapes(uint64_t backslashes, size_t width) {
        const uint64_t even = 0x5555555555555555;
        const uint64_t carried = escaped;
        backslashes &= ~carried;
        const uint64_t follows = backslashes << 1 | carried;
        const uint64_t odd_starts = backslashes & ~even & ~follows;
        uint64_t sequences;
        const bool overflow = __builtin_add_overflow(odd_starts, backslashes, &sequences);
        const uint64_t result = (even ^ (sequences << 1)) & follows;
        escaped = width < 64 ? result >> width & 1 : overflow;
        return result;
    }

    /// Goes through the brackets one by one; the place of the one that brings nesting back to `target`.
    int step(uint64_t opens, uint64_t closes, size_t target) {
        for (uint64_t both = opens | closes; both != 0; both &= both - 1) {
            const int place = __builtin_ctzll(both);
            if (opens >> place & 1) {
                if (++depth > deepest) return past_limit;
            } else if (--depth <= target) {
                return place;
            }
        }
        return none;
    }
};
