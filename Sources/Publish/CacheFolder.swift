internal import Glibc
internal import Record

/// Where copies of a fleet's clusters are kept: `isinventory/fleet` in the XDG cache folder; losing it costs nothing but time.
///
/// https://specifications.freedesktop.org/basedir-spec/latest/
enum CacheFolder {
    static func path() throws -> String {
        func environment(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let base =
            environment("XDG_CACHE_HOME") ?? environment("HOME").map { "\($0)/.cache" } ?? "/tmp/isinventory-cache-\(getuid())"
        let folder = "\(base)/isinventory/fleet"
        var partial = ""
        for component in folder.split(separator: "/") {
            partial += "/\(component)"
            guard mkdir(partial, 0o700) != 0, errno != EEXIST else { continue }
            throw StoreError.cannotOpen(path: partial, reason: String(cString: strerror(errno)))
        }
        var status = stat()
        guard stat(folder, &status) == 0, status.st_uid == getuid() else {
            throw FleetError.cacheOfAnother(path: folder)
        }
        return folder
    }
}
