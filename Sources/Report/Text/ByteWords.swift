/// A size as people read it, `41.9 MB`, in steps of a thousand as registries count them.
public func byteWords(_ count: Int64, in language: Language = .english) -> String {
    let units = language == .french ? ["o", "ko", "Mo", "Go"] : ["B", "kB", "MB", "GB"]
    var (value, unit) = (Double(count), 0)
    while value >= 1000, unit < units.count - 1 {
        value /= 1000
        unit += 1
    }
    let tenths = Int64((value * 10).rounded())
    let point = language == .french ? "," : "."
    return unit == 0 || tenths >= 1000
        ? "\(tenths / 10) \(units[unit])" : "\(tenths / 10)\(point)\(tenths % 10) \(units[unit])"
}
