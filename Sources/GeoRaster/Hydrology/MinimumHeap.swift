/// A binary heap whose least element comes out first.
struct MinimumHeap<Element: Comparable & BitwiseCopyable>: ~Copyable {
  private var elements = GrowingBuffer<Element>()

  @inline(__always)
  var isEmpty: Bool { elements.isEmpty }

  mutating func removeAll() { elements.removeAll() }

  /// Adds an element and moves it up to its place.
  @inline(__always)
  mutating func push(_ element: Element) {
    var child = elements.count
    elements.append(element)
    while child > 0 {
      let parent = (child - 1) / 2
      if !(element < elements[parent]) { break }
      elements[child] = elements[parent]
      child = parent
    }
    elements[child] = element
  }

  /// Removes the least element; the last one moves down from the top to its place.
  @inline(__always)
  mutating func pop() -> Element? {
    guard let last = elements.popLast() else { return nil }
    let count = elements.count
    if count == 0 { return last }
    let top = elements[0]
    var parent = 0
    while true {
      var child = 2 * parent + 1
      if child >= count { break }
      if child + 1 < count, elements[child + 1] < elements[child] { child += 1 }
      if !(elements[child] < last) { break }
      elements[parent] = elements[child]
      parent = child
    }
    elements[parent] = last
    return top
  }
}
