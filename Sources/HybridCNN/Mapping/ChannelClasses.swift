import Parallelism

/// The distinct values of each channel, where there are few: encoded classes, say.
struct ChannelClasses: Equatable, Sendable {
  /// Channels with more values count as continuous.
  static let mostClasses = 48
  /// How many pieces of a strip are looked through on their own, at most.
  private static let mostPieces = 64

  /// The most memory that looking through a strip takes.
  static func mostSearchBytes(channels: Int) -> Int { mostPieces * channels * ClassSearch.bytes }

  /// The classes of each channel in increasing order; `nil` where there are too many.
  let values: [[Float]?]
  /// The number of cells that were looked at.
  let cellCount: Int

  /// Channels of which none has classes.
  init(continuous channels: Int) {
    values = [[Float]?](repeating: nil, count: channels)
    cellCount = 0
  }

  /// Looks through the mapped cells of a strip; the result does not depend on the number of threads.
  init(_ strip: MapStrip, threads: Int?) {
    let size = (strip.rows.count + Self.mostPieces - 1) / Self.mostPieces
    let pieces = Parallel.chunks(of: strip.rows.count, size: max(1, size))
    let found = Parallel.map(pieces.count, threads: threads) { index in
      var search = ClassSearch(channels: strip.planes.channels, most: Self.mostClasses)
      for row in pieces[index] { search.look(throughRow: strip.rows.lowerBound + row, of: strip) }
      return search
    }
    var all = ClassSearch(channels: strip.planes.channels, most: Self.mostClasses)
    for piece in found { all.add(piece) }
    values = all.values.map { $0?.sorted() }
    cellCount = all.cellCount
  }

  /// Two sets of classes are equal when the same tables serve both.
  static func == (one: ChannelClasses, other: ChannelClasses) -> Bool { one.values == other.values }
}

/// The distinct values that have been seen of each channel.
private struct ClassSearch: Sendable {
  /// Each channel has a hash table of 2^7 slots, more than twice as many as classes.
  private static let slotBits = 7
  /// The memory of one channel: its slots, and its classes.
  static let bytes =
    (MemoryLayout<UInt32>.size + MemoryLayout<Bool>.size) << slotBits + 4
    * ChannelClasses.mostClasses

  /// In the order in which they were found; `nil` where there are too many.
  private(set) var values: [[Float]?]
  private(set) var cellCount = 0
  private let most: Int
  /// For each channel and slot: the bits of the value there, and whether there is one.
  private var keys: [UInt32]
  private var isTaken: [Bool]

  init(channels: Int, most: Int) {
    values = [[Float]?](repeating: [], count: channels)
    self.most = most
    keys = [UInt32](repeating: 0, count: channels << Self.slotBits)
    isTaken = [Bool](repeating: false, count: channels << Self.slotBits)
  }

  mutating func look(throughRow row: Int, of strip: MapStrip) {
    let channels = values.count
    let cells = strip.planes.cells(row: row, column: 0)
    let open = values.indices.filter { values[$0] != nil }
    for column in 0..<strip.planes.columns where strip.isMapped(row: row, column: column) {
      cellCount += 1
      for channel in open { insert(cells[column * channels + channel], channel: channel) }
    }
  }

  mutating func add(_ other: ClassSearch) {
    cellCount += other.cellCount
    for (channel, further) in other.values.enumerated() {
      guard let further else {
        values[channel] = nil
        continue
      }
      for value in further { insert(value, channel: channel) }
    }
  }

  private mutating func insert(_ value: Float, channel: Int) {
    // Nearly every value is known: look for it before anything else.
    let slot = slot(of: value, channel: channel)
    guard !isTaken[slot], let count = values[channel]?.count else { return }
    guard count < most else {
      values[channel] = nil
      return
    }
    keys[slot] = value.bitPattern
    isTaken[slot] = true
    values[channel]?.append(value)
  }

  /// The slot that has the value, or the empty one where it would go: tables are never full, so the search ends.
  @inline(__always)
  private func slot(of value: Float, channel: Int) -> Int {
    let bits = value.bitPattern
    let mask = 1 << Self.slotBits - 1
    let base = channel << Self.slotBits
    var place = Int((bits &* 0x9E37_79B1) >> UInt32(32 - Self.slotBits))
    while true {
      let slot = base + place
      let isFree = isTaken.withUnsafeBufferPointer { !$0[slot] }
      if isFree || keys.withUnsafeBufferPointer({ $0[slot] == bits }) { return slot }
      place = (place + 1) & mask
    }
  }
}
