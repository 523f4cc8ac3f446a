#include "Splitter.hpp"

#include <new>

using namespace simdjson;

namespace {

constexpr char byte_order_mark[] = "\xEF\xBB\xBF";
constexpr char item_key[] = "\"items\"";

bool is_space(uint8_t byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

}  // namespace

/// Each state reads on and returns true when it has something to tell.
json_step json_splitter::next() {
    json_step step = {};
    for (;;) {
        if (where == place::finished) return needs_input();
        if (where == place::failed) return fail_here(JSON_FAULT_READ_ON);
        if (at == input.count) return needs_input();
        bool done = false;
        switch (where) {
        case place::between_documents: done = next_between(&step); break;
        case place::in_document: done = next_in_document(&step); break;
        case place::in_string: done = next_in_string(&step); break;
        case place::in_value: done = next_in_value(&step); break;
        case place::in_item: done = next_in_item(&step); break;
        default: done = next_around_items(&step); break;
        }
        if (done) return step;
    }
}

bool json_splitter::next_between(json_step *step) {
    const uint8_t byte = input.bytes[at];
    if (base + at == marks && marks < 3 && byte == uint8_t(byte_order_mark[marks])) {
        marks++, at++;
        return false;
    }
    if ((marks == 1 || marks == 2) && base + at == marks) return *step = fail_here(JSON_FAULT_NOT_UTF8), true;
    if (is_space(byte)) return at++, false;
    if (byte != '{') return *step = fail_here(JSON_FAULT_NO_OBJECT), true;
    document_offset = base + at;
    envelope.count = 0;
    expects_key = true;
    after_items_key = split = false;
    items = 0;
    where = place::in_document;
    if (!envelope.append("{", 1)) return *step = fail_here(JSON_FAULT_NO_MEMORY), true;
    at++;
    return false;
}

bool json_splitter::next_in_document(json_step *step) {
    const uint8_t byte = input.bytes[at++];
    if (envelope.count > limit) return *step = fail(JSON_FAULT_LARGE_OBJECT, document_offset), true;
    if (!envelope.append(&byte, 1)) return *step = fail_here(JSON_FAULT_NO_MEMORY), true;
    switch (byte) {
    case ',':
        expects_key = true;
        after_items_key = false;
        return false;
    case '"':
        string_start = envelope.count - 1;
        escaped = false;
        where = place::in_string;
        return false;
    case '[':
        if (after_items_key) return list_begins(step);
        [[fallthrough]];
    case '{':
        brackets.begin(2);
        where = place::in_value;
        return false;
    case '}': return document_ends(step);
    default: return false;
    }
}

bool json_splitter::next_in_string(json_step *step) {
    const size_t start = at;
    bool closed = false;
    while (at < input.count && !closed) {
        const uint8_t byte = input.bytes[at++];
        closed = byte == '"' && !escaped;
        escaped = byte == '\\' && !escaped;
    }
    if (envelope.count + (at - start) > limit) return *step = fail(JSON_FAULT_LARGE_OBJECT, document_offset), true;
    if (!envelope.append(input.bytes + start, at - start)) return *step = fail_here(JSON_FAULT_NO_MEMORY), true;
    if (!closed) return false;
    const size_t length = envelope.count - string_start;
    after_items_key = expects_key && length == sizeof item_key - 1
        && std::memcmp(envelope.bytes + string_start, item_key, length) == 0;
    expects_key = false;
    where = place::in_document;
    return false;
}

bool json_splitter::next_in_value(json_step *step) {
    const size_t start = at;
    const auto outcome = brackets.scan(input.bytes, &at, input.count, 1);
    if (outcome == bracket_scanner::too_deep) return *step = fail_here(JSON_FAULT_TOO_DEEP), true;
    if (envelope.count + (at - start) > limit) return *step = fail(JSON_FAULT_LARGE_OBJECT, document_offset), true;
    if (!envelope.append(input.bytes + start, at - start)) return *step = fail_here(JSON_FAULT_NO_MEMORY), true;
    if (outcome == bracket_scanner::closed) where = place::in_document;
    return false;
}

bool json_splitter::list_begins(json_step *step) {
    if (split) return *step = fail_here(JSON_FAULT_ITEMS_TWICE), true;
    split = true;
    where = place::before_first;
    // What stands before "items" is an object once its last comma is gone and it is closed.
    byte_buffer before;
    size_t length = string_start;
    while (length > 1 && (is_space(envelope.bytes[length - 1]) || envelope.bytes[length - 1] == ',')) length--;
    if (!before.append(envelope.bytes, length) || !before.append("}", 1)) return *step = fail_here(JSON_FAULT_NO_MEMORY), true;
    dom::element element;
    const error_code error = parser->parse(before.bytes, before.count, false).get(element);
    if (error) return *step = fail(error, document_offset), true;
    *step = {JSON_LIST_BEGAN, node_of(element), document_offset, document, 0, true, JSON_NO_FAULT, nullptr};
    return true;
}

bool json_splitter::document_ends(json_step *step) {
    dom::element element;
    dom::object members;
    error_code error = parser->parse(envelope.bytes, envelope.count, false).get(element);
    if (!error) error = element.get(members);
    if (error) return *step = fail(error, document_offset), true;
    size_t lists = 0;
    for (const auto member : members) lists += member.key == "items" && member.value.is_array();
    // A name may be written with escapes, and then it was not seen for what it is.
    if (lists > size_t(split)) return *step = fail(JSON_FAULT_ITEMS_ESCAPED, document_offset), true;
    *step = {JSON_DOCUMENT, node_of(element), document_offset, document, items, split, JSON_NO_FAULT, nullptr};
    where = place::between_documents;
    document++;
    return true;
}

bool json_splitter::next_around_items(json_step *step) {
    const uint8_t byte = input.bytes[at];
    if (is_space(byte)) return at++, false;
    if (byte == ']' && where != place::before_item) {
        if (!envelope.append("]", 1)) return *step = fail_here(JSON_FAULT_NO_MEMORY), true;
        after_items_key = false;
        where = place::in_document;
    } else if (byte == ',' && where == place::behind_item) {
        where = place::before_item;
    } else if (byte == '{' && where != place::behind_item) {
        item_start = at;
        brackets.begin(3);
        where = place::in_item;
    } else {
        return *step = fail_here(JSON_FAULT_NO_ITEM), true;
    }
    at++;
    return false;
}

bool json_splitter::next_in_item(json_step *step) {
    const auto outcome = brackets.scan(input.bytes, &at, input.count, 2);
    if (outcome == bracket_scanner::too_deep) return *step = fail_here(JSON_FAULT_TOO_DEEP), true;
    if (outcome == bracket_scanner::needs_input) return false;
    const size_t length = at - item_start;
    if (length > limit) return *step = fail(JSON_FAULT_LARGE_OBJECT, base + item_start), true;
    json_node node = {nullptr, 0};
    if (!cuts) {
        dom::element element;
        const error_code error = parser->parse(item_bytes(), length, false).get(element);
        if (error) return *step = fail(error, base + item_start), true;
        node = node_of(element);
    }
    where = place::behind_item;
    *step = {JSON_ITEM, node, base + item_start, document, items++, true, JSON_NO_FAULT, nullptr};
    return true;
}

json_splitter *json_splitter_create(size_t limit, size_t depth, bool vectors) {
    return new (std::nothrow) json_splitter(limit, depth, vectors);
}

void json_splitter_destroy(json_splitter *splitter) { delete splitter; }

uint8_t *json_splitter_reserve(json_splitter *splitter, size_t count) {
    splitter->forget();
    if (!splitter->input.has_room(count)) return nullptr;
    return splitter->input.bytes + splitter->input.count;
}

void json_splitter_commit(json_splitter *splitter, size_t count) { splitter->input.count += count; }

void json_splitter_end(json_splitter *splitter) { splitter->ended = true; }

json_step json_splitter_next(json_splitter *splitter) { return splitter->next(); }
