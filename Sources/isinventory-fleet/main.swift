import CProcess
import Glibc
import Publish
import Words

// A process inherits what its maker blocks, and libdispatch's threads block nearly every signal: then it could not be asked to end.
var none = sigset_t()
sigemptyset(&none)
sigprocmask(SIG_SETMASK, &none, nil)

// What isinventory starts to talk to a fleet's PostgreSQL. The server's address comes by the environment, where `ps` shows no password.
// Exit codes: 0 done, 2 an error, in words on standard error.
// Swift reads its arguments from /proc, and knows nothing where that is not mounted.
do {
    let arguments = (1..<max(1, process_argument_count())).compactMap { process_argument($0).map { String(cString: $0) } }
    try FleetProgram(arguments: arguments).run()
} catch {
    FleetProgram.say("isinventory: \(error.sentence)")
    exit(2)
}
