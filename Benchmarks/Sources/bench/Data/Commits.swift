import Glibc
import LivingCluster
import Model

extension Generate {
    /// A stream for `git fast-import`: a commit a snapshot, in which the files of the objects that changed are new.
    static func commits(_ size: ClusterSize, snapshots: Int, to path: String) throws {
        guard let file = fopen(path, "w") else { throw Failure("\(path): cannot be written") }
        defer { fclose(file) }
        var life = Life(size)
        for _ in 0..<snapshots {
            let snapshot = life.next()
            let time = snapshot.takenAt.secondsSince1970
            var bytes = Array("commit refs/heads/main\ncommitter bench <bench> \(time) +0000\ndata 0\n".utf8)
            life.cluster.forEachChangedObject { path, text in
                bytes += "M 644 inline \(path)\ndata \(text.count)\n".utf8
                bytes += text
                bytes.append(UInt8(ascii: "\n"))
            }
            life.cluster.forgetChanges()
            guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure("\(path): cannot be written") }
        }
    }
}
