import Parallelism

/// The distinct values of each channel, where there are few: encoded classes, say.
struct ChannelClasses: Sendable {
  /// Channels with more values count as continuous.
  static let mostClasses = 48
  /// Cells that one thread looks through at a time.
  private static let pieceSize = 1 << 16
  /// Each channel has a hash table of 2^7 slots, more than twice as many as classes.
  private static let slotBits = 7

  /// The classes of each channel in the order in which they were found; `nil` where there are too many.
  private(set) var values: [[Float]?]
  /// For each channel and slot: the bits of the value there, and its class or -1.
  private var keys: [UInt32]
  private var classes: [Int32]

  private init(channels: Int) {
    values = [[Float]?](repeating: [], count: channels)
    keys = [UInt32](repeating: 0, count: channels << Self.slotBits)
    classes = [Int32](repeating: -1, count: channels << Self.slotBits)
  }

  /// Looks through the mapped cells; the result does not depend on the number of threads.
  init(planes: FeaturePlanes, mapped: [Bool], threads: Int?) throws {
    let pieces = Parallel.chunks(of: mapped.count, size: Self.pieceSize)
    let found = try Parallel.map(pieces.count, threads: threads) { index in
      var piece = ChannelClasses(channels: planes.channels)
      piece.look(through: pieces[index], of: planes, mapped: mapped)
      return piece
    }
    self.init(channels: planes.channels)
    for piece in found {
      for (channel, further) in piece.values.enumerated() {
        guard let further else {
          values[channel] = nil
          continue
        }
        for value in further { insert(value, channel: channel) }
      }
    }
  }

  private mutating func look(through cells: Range<Int>, of planes: FeaturePlanes, mapped: [Bool]) {
    var open = Array(0..<planes.channels)
    for cell in cells where mapped[cell] {
      for channel in open {
        insert(planes.values[cell * planes.channels + channel], channel: channel)
      }
      // Continuous channels fill up within their first cells.
      if cell & 0x3F == 0 { open.removeAll { values[$0] == nil } }
      if open.isEmpty { return }
    }
  }

  private mutating func insert(_ value: Float, channel: Int) {
    // Nearly every value is known: look for it before anything else.
    let slot = slot(of: value, channel: channel)
    guard classes[slot] < 0, let count = values[channel]?.count else { return }
    guard count < Self.mostClasses else {
      values[channel] = nil
      return
    }
    keys[slot] = value.bitPattern
    classes[slot] = Int32(count)
    values[channel]?.append(value)
  }

  /// The class of a value among those that were found; 0 for others.
  @inline(__always)
  func index(of value: Float, channel: Int) -> Int {
    Int(max(0, classes[slot(of: value, channel: channel)]))
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
      let isFree = classes.withUnsafeBufferPointer { $0[slot] < 0 }
      if isFree || keys.withUnsafeBufferPointer({ $0[slot] == bits }) { return slot }
      place = (place + 1) & mask
    }
  }
}
