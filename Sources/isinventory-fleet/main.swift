import Glibc
import Publish
import Words

// What isinventory starts to talk to a fleet's PostgreSQL. The server's address comes by the environment, where `ps` shows no password.
// Exit codes: 0 done, 2 an error, in words on standard error.
do {
    try FleetProgram(arguments: Array(CommandLine.arguments.dropFirst())).run()
} catch {
    FleetProgram.say("isinventory: \(error.sentence)")
    exit(2)
}
