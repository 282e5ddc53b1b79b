// What one run of a campaign was seen to do: what it says of itself, and what is true of it.

import SimBackend
import StepperCore

/// A run as it is judged.
package struct CampaignObservation: Sendable {
  /// What is true of a motor, past everything that core and summary say.
  package struct MotorTruth: Sendable, Equatable {
    package var name: String
    package var axis: Int
    /// Pulses that faults took, doubled or turned round, and how many it is short of by them, net.
    package var altered: UInt64 = 0
    package var short: Int64 = 0
    /// Pulses that its driver could not see.
    package var missed: UInt64 = 0
    package var hasSlipped = false
    /// Command less rotor at the end, full steps; nil without physics.
    package var lagFullSteps: Double?

    package init(name: String, axis: Int) {
      self.name = name
      self.axis = axis
    }
  }

  package var summary: Summary
  package var exit: ExitCode
  /// What could have gone wrong, and what has.
  package var faults: [SimFault]
  package var struck: [StruckFault]
  /// Nil where nothing was watched.
  package var sent: SafetyWatch.Findings?
  package var motors: [MotorTruth]
  /// Where the simulated carriage is at the end, machine mm.
  package var carriageMm: Point

  /// How it ended: `completed`, or the alarm's code.
  package var ending: String { summary.alarm?.code ?? summary.result.rawValue }
}

/// What must be true of every run, whatever goes wrong in it.
package enum SafetyProperty: String, CaseIterable, Sendable {
  /// The commanded position never leaves the travel.
  case travel
  /// No step behind the tick on which an input, or the mains, has ended the motion.
  case steps
  /// After the end every output is inactive.
  case outputs
  /// A motor that is off its command, or pulses that went astray, are told.
  case loss
  /// An input that asked for a stop, and a power cut, are told.
  case answer
  /// A run in which nothing asked for a stop is completed.
  case liveness
  /// Faults that concern nothing of the job leave every edge as it was.
  case harmless
}

/// A property that did not hold.
package struct SafetyBreach: Sendable, Equatable {
  package var property: SafetyProperty
  package var phrase: Phrase

  package init(_ property: SafetyProperty, _ phrase: Phrase) {
    self.property = property
    self.phrase = phrase
  }
}
