import Glibc
import Synchronization

/// Reads lines that a person types, with Debian's libedit where it is installed: keys as in a shell, history, completion.
///
/// The library is loaded here and not linked, so that whoever never types at a console neither waits for it nor needs it.
final class LineEditor {
    /// What came of reading a line.
    enum Line: Equatable {
        case text(String)
        /// Ctrl-C.
        case interrupted
        /// Ctrl-D, or nobody is there any more.
        case end
    }

    /// Completes a word: what stands before it on the line, the word, what stands behind it. Nil lets the library complete files' names.
    typealias Completion = @Sendable (_ before: String, _ word: String, _ after: String) -> [String]?

    private let library: Library?

    /// Whether lines can be edited; without the library they are read as the terminal gives them.
    var isEditing: Bool { library != nil }

    init(completing completion: @escaping Completion) {
        Interrupts.watch()
        // Without it the library takes what is no ASCII for so many odd bytes.
        setlocale(LC_CTYPE, "")
        library = Library()
        currentCompletion.withLock { $0 = completion }
        library?.prepare()
    }

    /// Reads a line; the prompt goes to standard error, since answers may go elsewhere than to the terminal.
    func read(_ prompt: String) -> Line {
        Interrupts.forget()
        if let library {
            guard let line = library.readline(prompt) else { return ended }
            defer { free(line) }
            return .text(String(cString: line))
        }
        StandardError.write(prompt)
        guard let line = plainLine() else { return ended }
        return .text(line)
    }

    private var ended: Line {
        StandardError.write("\n")
        return Interrupts.happened ? .interrupted : .end
    }

    /// Lets the key for "up" bring a line back.
    func remember(_ line: String) { library?.remember(line) }
}

/// Whether somebody pressed Ctrl-C.
enum Interrupts {
    private static let flag = Atomic<Bool>(false)

    static var happened: Bool { flag.load(ordering: .relaxed) }
    static func forget() { flag.store(false, ordering: .relaxed) }

    /// From now on Ctrl-C ends no process; it is for whoever asks ``happened``.
    static func watch() {
        forget()
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in Interrupts.flag.store(true, ordering: .relaxed) }
        // Without SA_RESTART: whoever reads from the terminal is woken.
        sigaction(SIGINT, &action, nil)
        // Whoever started us may have kept it from us.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
}

// MARK: libedit

/// What completes; the library's callbacks take no context.
private let currentCompletion = Mutex<LineEditor.Completion?>(nil)

/// The functions and variables of libedit's readline face that are used, https://thrysoee.dk/editline.
private struct Library {
    typealias CString = UnsafeMutablePointer<CChar>

    private let handle: UnsafeMutableRawPointer
    private let readlineFunction: @convention(c) (UnsafePointer<CChar>) -> CString?
    private let addHistory: @convention(c) (UnsafePointer<CChar>) -> Int32
    private let initialize: @convention(c) () -> Int32

    init?() {
        guard let handle = Self.opened, let readline = dlsym(handle, "readline"), let add = dlsym(handle, "add_history"),
            let initialize = dlsym(handle, "rl_initialize")
        else { return nil }
        self.handle = handle
        readlineFunction = unsafeBitCast(readline, to: (@convention(c) (UnsafePointer<CChar>) -> CString?).self)
        addHistory = unsafeBitCast(add, to: (@convention(c) (UnsafePointer<CChar>) -> Int32).self)
        self.initialize = unsafeBitCast(initialize, to: (@convention(c) () -> Int32).self)
    }

    fileprivate static var opened: UnsafeMutableRawPointer? { dlopen("libedit.so.2", RTLD_NOW | RTLD_LOCAL) }

    func prepare() {
        // `~/.editrc` may name programs; this is ours there.
        set("rl_readline_name", strdup("isinventory"))
        set("rl_outstream", fdopen(STDERR_FILENO, "w"))
        // Words end where SQL's end; a dot and a backslash are part of one.
        set("rl_basic_word_break_characters", strdup(" \t\n\"'`@$><=;|&{}(),+-*/%!~[]"))
        // A comma may follow as well as a space.
        set("rl_completion_append_character", Int32(0))
        let getc: @convention(c) (UnsafeMutablePointer<FILE>?) -> Int32 = { _ in nextScalar() }
        set("rl_getc_function", getc)
        let complete: @convention(c) (UnsafePointer<CChar>?, Int32, Int32) -> UnsafeMutablePointer<CString?>? = {
            word, start, end in
            completions(of: word.map { String(cString: $0) } ?? "", from: Int(start), to: Int(end))
        }
        set("rl_attempted_completion_function", complete)
        _ = initialize()
    }

    func readline(_ prompt: String) -> CString? { readlineFunction(prompt) }
    func remember(_ line: String) { _ = addHistory(line) }

    /// Gives a variable of the library a value of its own type.
    private func set<Value>(_ name: String, _ value: Value) {
        dlsym(handle, name)?.assumingMemoryBound(to: Value.self).pointee = value
    }
}

/// The next character typed, -1 at the end and where Ctrl-C was pressed: the library by itself would go on reading then.
private func nextScalar() -> Int32 {
    guard let first = nextByte() else { return -1 }
    // By hand, since Swift's decoder reads on past the character.
    let count = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0
    var bytes = [first]
    for _ in 0..<count {
        guard let byte = nextByte() else { return -1 }
        bytes.append(byte)
    }
    return Int32(String(decoding: bytes, as: UTF8.self).unicodeScalars.first?.value ?? 0xFFFD)
}

/// A line as the terminal gives it; nil at the end and where Ctrl-C was pressed.
private func plainLine() -> String? {
    var bytes: [UInt8] = []
    while let byte = nextByte() {
        if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
        bytes.append(byte)
    }
    return bytes.isEmpty || Interrupts.happened ? nil : String(decoding: bytes, as: UTF8.self)
}

private func nextByte() -> UInt8? {
    var byte: UInt8 = 0
    while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count == 1 { return byte }
        guard count < 0, errno == EINTR, !Interrupts.happened else { return nil }
    }
}

/// An array as the library wants it, all of it to be freed by it: what the words have in common, the words, and a null.
private func completions(of word: String, from start: Int, to end: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    guard let handle = Library.opened else { return nil }
    defer { dlclose(handle) }
    let line = dlsym(handle, "rl_line_buffer")?.assumingMemoryBound(to: UnsafePointer<CChar>?.self).pointee
    let bytes = Array((line.map { String(cString: $0) } ?? "").utf8)
    let before = String(decoding: bytes.prefix(start), as: UTF8.self)
    let after = String(decoding: bytes.dropFirst(end), as: UTF8.self)
    guard let words = currentCompletion.withLock({ $0 })?(before, word, after) else { return nil }
    // Otherwise it would complete files' names.
    dlsym(handle, "rl_attempted_completion_over")?.assumingMemoryBound(to: Int32.self).pointee = 1
    guard let first = words.first else { return nil }
    let common = words.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    let texts = [common] + words
    let array = malloc((texts.count + 1) * MemoryLayout<UnsafeMutablePointer<CChar>?>.stride)
        .map { $0.assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self) }
    for (index, text) in texts.enumerated() { array?[index] = strdup(text) }
    array?[texts.count] = nil
    return array
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
