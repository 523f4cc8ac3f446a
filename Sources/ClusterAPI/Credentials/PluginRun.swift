internal import Subprocess
internal import SystemPackage
internal import Texts

extension ExecPlugin {
    /// How long a plugin may take; those that open a browser wait for a person who is not there.
    static let patience = Duration.seconds(60)
    /// A credential is a few kilobytes.
    private static let mostOutput = 1 << 20

    /// Runs the program and reads its answer.
    func run(patience: Duration = ExecPlugin.patience) async throws -> ExecCredential {
        try await withThrowingTaskGroup(of: ExecCredential.self) { group in
            group.addTask { try await answer() }
            group.addTask {
                try await Task.sleep(for: patience)
                throw ConnectionError.plugin(command: command, .slow(patience))
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    /// The value of `KUBERNETES_EXEC_INFO`: what is wanted, and that nobody is there to be asked.
    private var information: String {
        let spec = #"{"interactive":false\#(cluster.map { #","cluster":\#($0.json)"# } ?? "")}"#
        return #"{"kind":"ExecCredential","apiVersion":\#(JSONString.plain(apiVersion)),"spec":\#(spec)}"#
    }

    private func answer() async throws -> ExecCredential {
        var changes: [Environment.Key: String?] = ["KUBERNETES_EXEC_INFO": information]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { changes[key] = value.revealed }
        }
        var options = PlatformOptions()
        // A session of its own, so that what the plugin started goes with it.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500)),
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500)),
        ]
        let result: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
        do {
            result = try await Subprocess.run(
                command.contains("/") ? .path(FilePath(command)) : .name(command), arguments: Arguments(arguments),
                environment: .inherit.updating(changes), platformOptions: options,
                output: .string(limit: Self.mostOutput), error: .string(limit: Self.mostOutput))
        } catch let error as SubprocessError {
            throw failure(error)
        }
        let said = result.standardError.trimmed
        guard result.terminationStatus.isSuccess else {
            throw ConnectionError.plugin(command: command, .failed(status: "\(result.terminationStatus)", said: said))
        }
        var credential = try ExecCredential(answer: Array(result.standardOutput.utf8), of: self)
        credential.said = said.isEmpty ? nil : said
        return credential
    }

    private func failure(_ error: SubprocessError) -> ConnectionError {
        let failure: PluginFailure =
            switch error.code {
            case .executableNotFound: .notInstalled(hint: installHint)
            case .outputLimitExceeded: .tooMuch
            default: .notRunnable(hint: installHint)
            }
        return .plugin(command: command, failure)
    }
}

extension String {
    fileprivate var trimmed: String { Secret(self).trimmed.revealed }
}
