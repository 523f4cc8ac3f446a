// A file that is read, split and parsed on a thread of its own.
#include "Splitter.hpp"

#include <cerrno>
#include <new>
#include <pthread.h>
#include <unistd.h>

using namespace simdjson;

namespace {

/// Batches beyond this many bytes give their memory back once they are read.
constexpr size_t usual_batch = 4 << 20;


struct cut {
    json_step step;
    size_t start;   // of an item, in the batch's text
    size_t length;  // 0 for what is no item
};

/// Some items, and at its end at most one event of another kind.
struct batch {
    byte_buffer text;  // the items as one JSON array
    byte_buffer cuts;
    dom::parser items, envelope;
    size_t given = 0;
    bool raw = false;     // nobody tried to parse it yet
    bool parsed = false;  // each item has its node; else they are parsed one by one, so that the first bad one is found

    size_t count() const { return cuts.count / sizeof(cut); }
    cut &operator[](size_t index) { return reinterpret_cast<cut *>(cuts.bytes)[index]; }

    void clear() {
        if (text.capacity > usual_batch) {
            text.release();
            items = dom::parser();
        }
        if (envelope.capacity() > usual_batch) envelope = dom::parser();
        text.count = cuts.count = given = 0;
        raw = parsed = false;
    }

    bool add(const json_step &step, const uint8_t *bytes, size_t length) {
        const char before = text.count ? ',' : '[';
        const cut one = {step, text.count + 1, length};
        if (length && !(text.append(&before, 1) && text.append(bytes, length))) return false;
        return cuts.append(&one, sizeof one);
    }

    void parse() {
        dom::array elements;
        raw = false;
        if (!text.append("]", 1) || items.parse(text.bytes, text.count, false).get(elements)) return;
        size_t index = 0;
        for (const dom::element element : elements) {
            if (index == count() || !(*this)[index].length) return;
            (*this)[index++].step.node = node_of(element);
        }
        parsed = index == count() || !(*this)[index].length;
    }

    json_step next() {
        if (raw) parse();
        cut &one = (*this)[given++];
        if (!one.length || parsed) return one.step;
        dom::element element;
        const error_code error = items.parse(text.bytes + one.start, one.length, false).get(element);
        json_step step = one.step;
        if (error) {
            step.event = JSON_FAILED;
            step.fault = JSON_FAULT_PARSER;
            step.words = error_message(error);
        } else {
            step.node = node_of(element);
        }
        return step;
    }
};

}  // namespace

struct json_ahead {
    json_ahead(int descriptor, size_t limit, size_t depth, bool vectors, uint64_t most, size_t block, size_t size)
        : splitter(limit, depth, vectors), descriptor(descriptor), most(most), block(block), size(size) {
        splitter.cuts = true;
    }

    ~json_ahead() {
        if (!runs) return;
        lock();
        stops = true;
        unlock();
        pthread_join(thread, nullptr);
    }

    bool start(const uint8_t *bytes, size_t count) {
        for (batch &one : batches) if (!one.cuts.has_room(sizeof(cut))) return false;
        if (count && !splitter.input.append(bytes, count)) return false;
        came = count;
        runs = pthread_create(&thread, nullptr, run, this) == 0;
        return runs;
    }

    json_step next() {
        for (;;) {
            if (!reading) reading = taken_next();
            if (reading->given < reading->count()) return reading->next();
            lock();
            taken++;
            unlock();
            reading = nullptr;
        }
    }

    int error = 0;

private:
    json_splitter splitter;
    const int descriptor;
    const uint64_t most;
    const size_t block, size;
    uint64_t came = 0;  // bytes of the file

    static constexpr size_t most_batches = 4;
    batch batches[most_batches];
    batch *reading = nullptr;

    // Guarded by the mutex.
    size_t filled = 0, taken = 0;
    bool stops = false;

    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
    pthread_t thread = {};
    bool runs = false;

    void lock() { pthread_mutex_lock(&mutex); }

    /// Unlocks, and wakes whoever waits for what was changed.
    void unlock() {
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&mutex);
    }

    static void *run(void *self) {
        static_cast<json_ahead *>(self)->fill_all();
        return nullptr;
    }

    /// The batch that is to be read next, once it is filled. What it is depends on `taken`, which only the reader changes.
    batch *taken_next() {
        lock();
        while (filled == taken) pthread_cond_wait(&changed, &mutex);
        unlock();
        return &batches[taken % most_batches];
    }

    void fill_all() {
        for (bool goes_on = true; goes_on;) {
            lock();
            while (filled - taken == most_batches && !stops) pthread_cond_wait(&changed, &mutex);
            const bool stopped = stops;
            unlock();
            if (stopped) return;
            batch &one = batches[filled % most_batches];
            goes_on = fill(one);
            // Parsing is done by whoever has the time: the reader, where it would have to wait otherwise.
            if (one.raw && has_spare()) one.parse();
            lock();
            filled++;
            unlock();
        }
    }

    /// Whether a batch lies ready behind the one that is read.
    bool has_spare() {
        lock();
        const bool spare = filled - taken > 1;
        pthread_mutex_unlock(&mutex);
        return spare;
    }

    /// False where nothing follows.
    bool fill(batch &one) {
        one.clear();
        splitter.parser = &one.envelope;
        while (one.text.count < size) {
            json_step step = splitter.next();
            if (step.event == JSON_NEEDS_INPUT) {
                if (read_block(&step)) continue;
                error = errno;
            }
            if (step.event == JSON_ITEM) {
                if (!one.add(step, splitter.item_bytes(), splitter.item_length())) return out_of_memory(one);
                continue;
            }
            if (!one.add(step, nullptr, 0)) return out_of_memory(one);
            one.raw = one.text.count > 0;
            return step.event == JSON_LIST_BEGAN || step.event == JSON_DOCUMENT;
        }
        return one.raw = true;
    }

    /// False where `step` is why there is nothing to go on with.
    bool read_block(json_step *step) {
        splitter.forget();
        step->event = JSON_FAILED;
        step->fault = JSON_NO_FAULT;
        step->words = nullptr;
        if (!splitter.input.has_room(block)) return step->fault = JSON_FAULT_NO_MEMORY, false;
        ssize_t count;
        do count = read(descriptor, splitter.input.bytes + splitter.input.count, block);
        while (count < 0 && errno == EINTR);
        if (count < 0) return false;
        if (count == 0) splitter.ended = true;
        splitter.input.count += size_t(count);
        came += uint64_t(count);
        if (came > most) return step->fault = JSON_FAULT_TOO_LARGE, false;
        return true;
    }

    bool out_of_memory(batch &one) {
        one.clear();
        // There is room for one step, see `start`.
        const json_step step = {JSON_FAILED, {nullptr, 0}, splitter.base + splitter.at, 0, 0, false, JSON_FAULT_NO_MEMORY, nullptr};
        one.add(step, nullptr, 0);
        return false;
    }
};

json_ahead *json_ahead_create(
    int descriptor, const uint8_t *start, size_t count, size_t limit, size_t depth, bool vectors, uint64_t most, size_t block,
    size_t batch) {
    auto *ahead = new (std::nothrow) json_ahead(descriptor, limit, depth, vectors, most, block, batch);
    if (ahead && ahead->start(start, count)) return ahead;
    delete ahead;
    return nullptr;
}

void json_ahead_destroy(json_ahead *ahead) { delete ahead; }

json_step json_ahead_next(json_ahead *ahead) { return ahead->next(); }

int json_ahead_error(const json_ahead *ahead) { return ahead->error; }
