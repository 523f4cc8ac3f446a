import ArgumentParser

/// What the program calls itself.
enum Program {
    static let name = "isinventory"
    static let version = "0.1.0"
}

/// The exit codes, beside 0 for done and ArgumentParser's 64 for wrong usage.
enum Outcome {
    /// The answer is "yes, there is a difference", where `--exit-code` asked for it.
    static let finding = ExitCode(1)
    /// It could not be done.
    static let error = ExitCode(2)
    /// Recorded, but not everything that was asked for was answered.
    static let incomplete = ExitCode(3)
}
