import Glibc

/// The same snapshots as commits: a file an object, as `oc get -o json` prints it, without what changes by itself
/// (resourceVersion) and what `oc` hides (managedFields). One list a kind would be less kind to git.
struct GitRepository {
    let snapshots: Int

    /// Its size once git has packed it, in bytes.
    func packed() throws -> Double {
        let note = Scratch.path("git-\(snapshots).size")
        if fileSize(note) == nil {
            let stream = try Scratch.made("git-\(snapshots).stream") { ["commits", "\(snapshots)", $0] }
            try write("\(Self.pack(stream))\n", toFile: note)
            unlink(stream)
        }
        guard let bytes = Double(try text(ofFile: note).split(separator: "\n").first ?? "") else {
            throw Failure("\(note): no size")
        }
        return bytes
    }

    private static func pack(_ stream: String) throws -> Int {
        let folder = Scratch.path("git")
        try Command("rm", "-rf", folder).run()
        try Command("git", "init", "-q", "--bare", folder).run()
        var load = Command("git", "-C", folder, "fast-import", "--quiet")
        load.input = stream
        try load.run()
        tell("packing what git keeps")
        try Command("git", "-C", folder, "-c", "pack.windowMemory=512m", "repack", "-q", "-a", "-d", "-f").run()
        let sizes = try Command("git", "-C", folder, "count-objects", "-v").answer()
        let pack = sizes.split(separator: "\n").first { $0.hasPrefix("size-pack:") }
        try Command("rm", "-rf", folder).run()
        guard let pack, let kibibytes = Int(pack.dropFirst("size-pack:".count).drop { $0 == " " }) else {
            throw Failure("git does not say how large its pack is")
        }
        return kibibytes * 1024
    }
}
