import Glibc

/// A program and its arguments, to be run as a process of its own.
struct Command {
    let words: [String]
    /// The file it reads as standard input.
    var input = "/dev/null"
    /// Where its standard output goes.
    var output = "/dev/null"

    init(_ words: String...) { self.words = words }
    init(_ words: [String]) { self.words = words }

    /// As somebody would type it, folders left out.
    var spelling: String {
        words.map { word in
            let name = word.hasPrefix("/") ? word.split(separator: "/").last.map(String.init) ?? word : word
            return name.contains { " '|[]()*".contains($0) } ? "'\(name)'" : name
        }.joined(separator: " ")
    }

    /// Runs it to its end.
    ///
    /// A child begins as a copy of its parent, and Linux counts that copy's memory as the child's own peak. So this process
    /// stays small: whatever needs memory, the generator included, runs as a child.
    @discardableResult
    func run() throws -> Usage {
        let complaints = "\(Scratch.folder)/stderr"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, complaints, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let clock = ContinuousClock()
        let start = clock.now
        var child = pid_t()
        guard posix_spawnp(&child, words[0], &actions, nil, &arguments, environ) == 0 else {
            throw Failure("\(words[0]): cannot be run")
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(child, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw Failure("\(words[0]): was lost") }
        }
        let wall = clock.now - start
        // 3: recorded, but not everything was there to be looked at.
        guard status == 0 || status == 3 << 8 else {
            throw Failure("\(spelling): failed (\(status >> 8)): \((try? text(ofFile: complaints)) ?? "")")
        }
        return Usage(wall: wall, usage)
    }

    /// Runs it and gives back what it wrote.
    func answer() throws -> String {
        var command = self
        command.output = "\(Scratch.folder)/stdout"
        try command.run()
        return try text(ofFile: command.output)
    }
}

/// What a process used.
struct Usage {
    /// From start to end, in seconds.
    let wall: Double
    /// User and system time, in seconds.
    let cpu: Double
    /// Resident memory at its peak, in bytes.
    let peak: Double

    init(wall: Duration, _ usage: rusage) {
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        self.wall = wall / .seconds(1)
        cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime)
        peak = Double(usage.ru_maxrss) * 1024
    }
}
