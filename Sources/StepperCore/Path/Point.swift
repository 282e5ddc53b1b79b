// A place in space.

/// A position, or a displacement, in millimetres.
@frozen
public struct Point: Equatable, Sendable {
  public var x: Double
  public var y: Double
  public var z: Double

  @inlinable public init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  @inlinable public static var zero: Point { Point(0, 0, 0) }

  /// One coordinate: 0 = X, 1 = Y, 2 = Z.
  @inlinable public subscript(axis: Int) -> Double {
    get { axis == 0 ? x : axis == 1 ? y : z }
    set {
      switch axis {
      case 0: x = newValue
      case 1: y = newValue
      default: z = newValue
      }
    }
  }

  @inlinable public static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y, a.z + b.z) }
  @inlinable public static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y, a.z - b.z) }
  @inlinable public static func * (a: Point, k: Double) -> Point { Point(a.x * k, a.y * k, a.z * k) }
  @inlinable public func dot(_ b: Point) -> Double { x * b.x + y * b.y + z * b.z }
  @inlinable public var length: Double { dot(self).squareRoot() }
}

/// The plane of an arc, named by its two axes in the right-handed order that G17, G18 and G19 give them.
@frozen
public enum Plane: UInt8, Equatable, Sendable {
  /// G17: first axis X, second Y, helix along Z.
  case xy
  /// G18: first axis Z, second X, helix along Y.
  case zx
  /// G19: first axis Y, second Z, helix along X.
  case yz

  /// The axes (0 = X, 1 = Y, 2 = Z): two in the plane, and the one across it.
  @inlinable public var axes: (first: Int, second: Int, across: Int) {
    switch self {
    case .xy: (0, 1, 2)
    case .zx: (2, 0, 1)
    case .yz: (1, 2, 0)
    }
  }
}
