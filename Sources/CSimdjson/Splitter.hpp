// The splitter's state, and what its readers of each place share.
#pragma once
#include "Brackets.hpp"
#include "ByteBuffer.hpp"
#include "Nodes.hpp"

/// Where the next byte stands.
enum class place {
    between_documents,
    in_document,      // between the tokens of a top-level object
    in_string,        // inside a name or string of a top-level object
    in_value,         // inside an array or object that is a member of it
    before_first,     // behind the [ of items
    before_item,      // behind a comma of items
    in_item,
    behind_item,
    finished,
    failed,
};

struct json_splitter {
    json_splitter(size_t limit, size_t depth, bool vectors) : limit(limit), brackets(depth, vectors) {}

    json_step next();

    byte_buffer input;
    bool ended = false;
    uint64_t base = 0;  // the offset of input's first byte
    size_t at = 0;      // the next byte to look at

    /// Whether items are only cut out, for somebody else to parse; their steps have no node then.
    bool cuts = false;
    /// What parses envelopes, and items unless they are cut out.
    simdjson::dom::parser *parser = &own;
    /// The item of the last JSON_ITEM, until more input is made room for.
    const uint8_t *item_bytes() const { return input.bytes + item_start; }
    size_t item_length() const { return at - item_start; }

    /// What stands before `at` and is not part of an item begun has been read for good.
    void forget() {
        const size_t keep = where == place::in_item ? item_start : at;
        if (keep == 0) return;
        input.drop_first(keep);
        base += keep;
        at -= keep;
        item_start -= item_start < keep ? item_start : keep;
    }

private:
    const size_t limit;
    bracket_scanner brackets;
    simdjson::dom::parser own;
    place where = place::between_documents;

    byte_buffer envelope;  // the top-level object without its items
    uint64_t document = 0, document_offset = 0;
    size_t marks = 0;           // bytes of a byte order mark seen
    size_t string_start = 0;    // where in the envelope the last string at its top begins
    bool expects_key = false, after_items_key = false, escaped = false;
    bool split = false;         // items was an array
    uint64_t items = 0;
    size_t item_start = 0;

    json_step fail(json_fault fault, uint64_t offset, const char *words = nullptr) {
        const bool in_items = where >= place::before_first && where <= place::behind_item;
        where = place::failed;
        return {JSON_FAILED, {nullptr, 0}, offset, document, items, in_items, fault, words};
    }

    json_step fail(simdjson::error_code error, uint64_t offset) {
        return fail(JSON_FAULT_PARSER, offset, simdjson::error_message(error));
    }

    json_step fail_here(json_fault fault) { return fail(fault, base + at); }

    json_step needs_input() {
        if (!ended) {
            if (where == place::in_item && at - item_start > limit) return fail(JSON_FAULT_LARGE_OBJECT, base + item_start);
            return {JSON_NEEDS_INPUT, {nullptr, 0}, base + at, document, items, false, JSON_NO_FAULT, nullptr};
        }
        if (where != place::between_documents) return fail_here(JSON_FAULT_CUT_OFF);
        where = place::finished;
        return {JSON_FINISHED, {nullptr, 0}, base + at, document, 0, false, JSON_NO_FAULT, nullptr};
    }

    bool next_between(json_step *step);
    bool next_in_document(json_step *step);
    bool next_in_string(json_step *step);
    bool next_in_value(json_step *step);
    bool next_in_item(json_step *step);
    bool next_around_items(json_step *step);
    bool list_begins(json_step *step);
    bool document_ends(json_step *step);
};
