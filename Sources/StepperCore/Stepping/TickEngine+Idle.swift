// The ticks on which nothing happens: most of them. Three ways to pass them, with the same result.

/// One joint on the tick clock, in sub-steps.
@usableFromInline
struct Lane {
  /// Half a step up, so that the whole part is the step the joint should stand on.
  @usableFromInline var position: Int64 = SubSteps.half
  /// Per tick.
  @usableFromInline var velocity: Int64 = 0
  /// Per tick, per tick.
  @usableFromInline var acceleration: Int64 = 0
  /// The step the joint stands on.
  @usableFromInline var stands: Int64 = 0

  @usableFromInline init() {}

  @inlinable @inline(__always)
  mutating func take(_ velocity: Int64, _ acceleration: Int64) {
    self.velocity = velocity
    self.acceleration = acceleration
  }

  @inlinable @inline(__always)
  mutating func tick() {
    position &+= velocity
    velocity &+= acceleration
  }

  @inlinable @inline(__always)
  var owesStep: Bool { (position ^ stands) &>> SubSteps.fractionBits != 0 }
}

/// How this slice's idle ticks are best passed.
@usableFromInline
struct IdlePlan {
  /// The two joints that move, where no more than two do.
  @usableFromInline var first = 0
  @usableFromInline var second = 1
  @usableFromInline var areTwo = false
  /// Steps are so rare that jumping pays.
  @usableFromInline var areSparse = false
  @usableFromInline init() {}
}

extension TickEngine {
  @inlinable
  mutating func planIdling(ticks: UInt32) {
    var moving = 0, first = 0, second = 0
    var fastest: Int64 = 0
    for joint in 0..<4 {
      let velocity = lanes[joint].velocity, acceleration = lanes[joint].acceleration
      if velocity | acceleration == 0 && !lanes[joint].owesStep { continue }
      moving &+= 1
      if moving == 1 { first = joint } else { second = joint }
      fastest &+= max(abs(velocity), abs(velocity &+ acceleration &* Int64(ticks)))
    }
    idle.areTwo = moving <= 2
    idle.first = first
    idle.second = moving < 2 ? (first &+ 1) & 3 : second
    // Fewer than one step in 32 ticks: there a jump's divisions cost less than the ticks it saves.
    idle.areSparse = fastest < 1 << (SubSteps.fractionBits - 5)
  }

  /// Adds ticks until a joint owes a step (true: that tick has been added, and is the current one) or `stop` is reached.
  @inlinable @inline(__always)
  mutating func passIdleTicks(until stop: UInt64) -> Bool {
    if idle.areSparse && now &+ 16 < stop { jump(until: stop) }
    return idle.areTwo ? passTwo(until: stop) : passFour(until: stop)
  }

  @inlinable @inline(__always)
  mutating func passTwo(until stop: UInt64) -> Bool {
    var a = lanes[idle.first], b = lanes[idle.second]
    var tick = now
    var owes = false
    while tick < stop {
      a.tick()
      b.tick()
      if ((a.position ^ a.stands) | (b.position ^ b.stands)) &>> SubSteps.fractionBits != 0 {
        owes = true
        break
      }
      tick &+= 1
    }
    lanes[idle.first] = a
    lanes[idle.second] = b
    now = tick
    return owes
  }

  @inlinable @inline(__always)
  mutating func passFour(until stop: UInt64) -> Bool {
    var a = lanes[0], b = lanes[1], c = lanes[2], d = lanes[3]
    var tick = now
    var owes = false
    while tick < stop {
      a.tick()
      b.tick()
      c.tick()
      d.tick()
      let apart =
        (a.position ^ a.stands) | (b.position ^ b.stands) | (c.position ^ c.stands) | (d.position ^ d.stands)
      if apart &>> SubSteps.fractionBits != 0 {
        owes = true
        break
      }
      tick &+= 1
    }
    lanes[0] = a
    lanes[1] = b
    lanes[2] = c
    lanes[3] = d
    now = tick
    return owes
  }

  /// Adds at once as many ticks as no joint can leave its cell in, whatever its speed does until `stop`:
  /// the room to the edge of the cell over the fastest that it gets.
  @inlinable
  mutating func jump(until stop: UInt64) {
    let cell: Int64 = 1 << SubSteps.fractionBits
    let ticks = Int64(min(stop &- now, 1 << 24))
    var quiet = ticks
    for joint in 0..<4 {
      let v = lanes[joint].velocity, a = lanes[joint].acceleration
      let inside = lanes[joint].position &- lanes[joint].stands
      if inside < 0 || inside >= cell { return }
      if v | a == 0 { continue }
      let last = v &+ a &* ticks
      let above = cell &- 1 &- inside
      let room = v >= 0 && last >= 0 ? above : v <= 0 && last <= 0 ? inside : min(inside, above)
      // One less than the quotient, whose rounding may be upwards.
      quiet = min(quiet, Int64(Double(room) / Double(max(abs(v), abs(last)))) &- 1)
    }
    if quiet < 1 { return }
    let bend = quiet &* (quiet &- 1) / 2
    for joint in 0..<4 {
      lanes[joint].position &+= lanes[joint].velocity &* quiet &+ lanes[joint].acceleration &* bend
      lanes[joint].velocity &+= lanes[joint].acceleration &* quiet
    }
    now &+= UInt64(quiet)
  }
}
