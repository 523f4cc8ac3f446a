import Dispatch
import Glibc
import Logging
import Report
import Synchronization
import Words

/// Publishes what is recorded, in a process of its own beside the collector: recording never waits for it.
///
/// It looks for new snapshots by itself, so nothing is handed over, and what was recorded while it could not publish is caught up with.
/// Should it end, it is started again.
final class PublishingProcess: Sendable {
    private let fleet: Fleet
    private let arguments: [String]
    private let log: Logger
    private let running = Mutex<(process: pid_t?, isEnding: Bool)>((nil, false))

    init(_ fleet: Fleet, record path: String, log: Logger) {
        self.fleet = fleet
        arguments = ["publish", "--record", path, "--follow", "5"]
        self.log = log
    }

    func start() {
        log.info("publishes to \(fleet.name)")
        DispatchQueue(label: "isinventory.publish").async { [self] in
            while true {
                run()
                guard !running.withLock({ $0.isEnding }) else { return }
                log.warning("the program that publishes has ended; it is started again in a minute")
                sleep(60)
            }
        }
    }

    func end() {
        running.withLock { state in
            state.isEnding = true
            if let process = state.process { kill(process, SIGTERM) }
        }
    }

    private func run() {
        do {
            let (process, output) = try running.withLock { state in
                let started = try fleet.start(arguments)
                state.process = started.process
                return started
            }
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while true {
                let count = read(output, &byte, 1)
                if count < 0, errno == EINTR { continue }
                guard count == 1 else { break }
                if byte != UInt8(ascii: "\n") {
                    line.append(byte)
                } else {
                    tell(String(decoding: line, as: UTF8.self))
                    line = []
                }
            }
            close(output)
            // No longer ours to end once it was waited for.
            running.withLock { state in
                var status: Int32 = 0
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                state.process = nil
            }
        } catch {
            log.error("\(error.sentence)")
        }
    }

    /// What went wrong begins with a mark.
    private func tell(_ line: String) {
        if line.hasPrefix("!") {
            log.warning("\(terminalSafe(String(line.dropFirst())))")
        } else {
            log.info("\(terminalSafe(line))")
        }
    }
}
