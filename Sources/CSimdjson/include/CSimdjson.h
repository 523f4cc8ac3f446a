// A C face for Debian's libsimdjson: JSON values, and a splitter that reads a list of any size one item at a time.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A value inside a parsed document, valid until its parser or splitter parses again.
typedef struct {
    const void *document;
    size_t index;
} json_node;

typedef enum {
    JSON_NULL,
    JSON_BOOLEAN,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT,
} json_type;

json_type json_node_type(json_node node);
/// The member's value; false for anything but an object that has it.
bool json_node_member(json_node object, const char *name, size_t length, json_node *value);
/// Whether a name stands twice in an object, and which. Allocates only where an object has hundreds of members.
bool json_node_repeats(json_node object, const char **name, size_t *length);
bool json_node_string(json_node node, const char **bytes, size_t *length);
/// False for numbers with a fraction or beyond 64 bits.
bool json_node_integer(json_node node, int64_t *value);
bool json_node_boolean(json_node node, bool *value);

/// Walks an array's elements or an object's members.
typedef struct {
    json_node position;
    json_node end;
    bool object;
} json_cursor;

/// A cursor before the first child; of anything but an array or object, it is at its end at once.
json_cursor json_node_children(json_node container);
/// Moves on; false at the end. `name` is only written for an object's members.
bool json_cursor_next(json_cursor *cursor, json_node *value, const char **name, size_t *length);

/// Parses whole texts, one at a time.
typedef struct json_parser json_parser;
json_parser *json_parser_create(void);
void json_parser_destroy(json_parser *parser);
/// NULL when `root` is the text's value, else what is wrong.
const char *json_parser_parse(json_parser *parser, const char *bytes, size_t length, json_node *root);

/// Splits concatenated JSON objects, and each one's top-level `items`, without holding more than one item.
typedef struct json_splitter json_splitter;

typedef enum {
    /// All that was committed is read: reserve, fill and commit more, or say that it ends.
    JSON_NEEDS_INPUT,
    /// `items` begins; `node` is the object of the members before it.
    JSON_LIST_BEGAN,
    /// `node` is an element of `items`, always an object.
    JSON_ITEM,
    /// `node` is a whole top-level object, its `items` left empty where they were given one by one.
    JSON_DOCUMENT,
    JSON_FINISHED,
    /// `fault` says what is wrong. Nothing follows.
    JSON_FAILED,
} json_event;

/// What is wrong with a text.
typedef enum {
    JSON_NO_FAULT,
    /// What simdjson says in `words`.
    JSON_FAULT_PARSER,
    JSON_FAULT_NO_MEMORY,
    /// More bytes in all than were allowed.
    JSON_FAULT_TOO_LARGE,
    /// One object has more bytes than were allowed.
    JSON_FAULT_LARGE_OBJECT,
    JSON_FAULT_TOO_DEEP,
    /// It ends in the middle of an object.
    JSON_FAULT_CUT_OFF,
    /// Its first bytes are no UTF-8.
    JSON_FAULT_NOT_UTF8,
    /// Something else than an object at the top.
    JSON_FAULT_NO_OBJECT,
    /// Something else than an object among `items`.
    JSON_FAULT_NO_ITEM,
    /// `items` stands twice in one object.
    JSON_FAULT_ITEMS_TWICE,
    /// The member `items` is written with escapes.
    JSON_FAULT_ITEMS_ESCAPED,
    /// It was read on after another fault.
    JSON_FAULT_READ_ON,
} json_fault;

typedef struct {
    json_event event;
    json_node node;
    /// Where the item or document begins, or where the fault is, in bytes from the start.
    uint64_t offset;
    /// Which top-level object, from 0.
    uint64_t document;
    /// Which item of it, from 0; at JSON_DOCUMENT how many there were.
    uint64_t item;
    /// At JSON_DOCUMENT, whether `items` was an array; at JSON_FAILED, whether the fault is inside an item.
    bool in_items;
    json_fault fault;
    /// simdjson's, at JSON_FAULT_PARSER.
    const char *words;
} json_step;

/// `limit` bounds an item's, or an envelope's, bytes; `depth` the nesting. `vectors` is whether the processor's vector
/// instructions are used, where it has those that are needed.
json_splitter *json_splitter_create(size_t limit, size_t depth, bool vectors);
void json_splitter_destroy(json_splitter *splitter);
/// Room for `count` bytes, NULL when memory is short. Invalidates nodes.
uint8_t *json_splitter_reserve(json_splitter *splitter, size_t count);
void json_splitter_commit(json_splitter *splitter, size_t count);
void json_splitter_end(json_splitter *splitter);
/// Goes on to the next event. Invalidates nodes.
json_step json_splitter_next(json_splitter *splitter);

/// Reads a file on a thread of its own, which finds and parses items while whoever asks is busy with those before. A few hundred
/// kilobytes of items are parsed at once; one larger than that is held alone. It tells what a splitter tells, in the same order.
typedef struct json_ahead json_ahead;

/// `start` is what was read of the file already; it is copied. `most` bounds the bytes in all, `block` those read at once, and
/// `batch` those parsed at once. The descriptor stays the caller's, and must stay open; a read from it must not block for long, since
/// `json_ahead_destroy` waits for it. NULL when memory or threads are short.
json_ahead *json_ahead_create(
    int descriptor, const uint8_t *start, size_t count, size_t limit, size_t depth, bool vectors, uint64_t most, size_t block,
    size_t batch);
void json_ahead_destroy(json_ahead *ahead);
/// Goes on to the next event, which is never JSON_NEEDS_INPUT. Invalidates nodes.
json_step json_ahead_next(json_ahead *ahead);
/// Why the file could not be read on, as errno, once JSON_FAILED came without a fault of the text's.
int json_ahead_error(const json_ahead *ahead);

#ifdef __cplusplus
}
#endif
