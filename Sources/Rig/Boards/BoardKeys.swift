// The keys that each mapping of a board or parts file may have: the reader takes no others, and the JSON Schemas list the same.

/// Keys by the kind of mapping they belong to.
package enum BoardKeys {
  package static let board = [
    "title", "about", "chip", "tick_hz", "slice_ticks", "look_ahead_segments", "path_tolerance_mm", "soft_limits",
    "kinematics", "start_mm", "work_offset_mm", "supply_v", "axes", "spindle", "coolant", "probe", "estop", "door",
    "feed_hold", "cycle_start", "stock", "tool", "tools", "jumpers", "price", "real_time",
  ]
  package static let chip = ["label", "model"]
  package static let axes = ["x", "y", "z"]
  package static let axis = [
    "max_velocity_mm_min", "max_acceleration_mm_s2", "max_jerk_mm_s3", "travel_mm", "backlash_mm", "input_shaper",
    "transmission", "steps_per_mm", "motors", "limits", "homing", "mechanics",
  ]
  package static let mechanics = [
    "source", "estimated", "moving_mass_kg", "drive_inertia_g_cm2", "friction_n", "viscous_n_s_mm",
    "guide", "counterbalance_n", "play_mm", "stops_mm", "stiffness_n_per_mm", "frame_stiffness_n_per_mm",
  ]
  package static let inputShaper = ["type", "frequency_hz", "damping_ratio"]
  package static let motor = ["driver", "motor", "microsteps", "current_a", "pins", "invert"]
  package static let motorPins = ["step", "dir", "enable"]
  package static let limits = ["min", "max", "min_second", "max_second"]
  package static let limit = [
    "pin", "normally", "bias", "switch", "at_mm", "hysteresis_mm", "bounce_ms", "motor",
  ]
  package static let homing = ["towards", "order", "seek_mm_min", "locate_mm_min", "pull_off_mm"]
  package static let input = ["pin", "normally", "bias", "switch"]
  package static let door = ["pin", "normally", "bias", "switch", "lifts_to_z_mm"]
  package static let probe = ["pin", "normally", "bias", "switch", "touches_at_z_mm", "bounce_ms"]
  package static let emergencyStop = ["pin", "normally", "bias", "switch", "cuts"]
  package static let outputPin = ["line", "offset", "active"]
  package static let inputPin = ["line", "offset"]
  package static let spindle = [
    "kind", "part", "max_rpm", "min_rpm", "max_power", "min_power", "pwm_hz", "spin_up_s", "time_to_speed_s",
    "time_to_stop_s", "pins",
  ]
  package static let spindlePins = ["run", "reverse", "pwm"]
  package static let coolant = ["flood", "mist"]
  package static let stock = ["material", "size_mm", "front_left_top_mm"]
  package static let jumper = ["from", "to"]
  package static let price = [
    "currency", "machine_per_hour", "labour_per_hour", "setup_minutes", "power_w", "electricity_per_kwh",
  ]
  package static let realTime = ["cpu", "spin_us", "hold_us"]

  package static let parts = [
    "drivers", "motors", "transmissions", "guides", "switches", "spindles", "materials", "tools",
  ]
  package static let driverPart = [
    "title", "step_high_us", "step_low_us", "dir_setup_us", "dir_hold_us", "enable_delay_us", "max_step_hz",
    "microsteps", "min_supply_v", "max_supply_v", "max_current_a", "current_waveform", "decay_share", "enable_active",
    "inputs", "terminals",
  ]
  package static let terminals = ["step", "dir", "enable"]
  package static let motorPart = [
    "title", "steps_per_rev", "holding_torque_n_m", "rated_current_a", "resistance_ohm", "inductance_mh",
    "rotor_inertia_g_cm2", "detent_percent", "iron_loss_percent",
  ]
  package static let transmissionPart = ["title", "mm_per_rev"]
  package static let guidePart = ["title", "friction_coefficient", "drag_n", "play_mm"]
  package static let switchPart = ["title", "contacts", "hysteresis_mm", "bounce_ms"]
  package static let spindlePart = [
    "title", "power_w", "max_rpm", "min_rpm", "time_to_speed_s", "time_to_stop_s", "droop_percent",
  ]
  package static let materialPart = ["title", "specific_force_n_mm2", "exponent", "normal_share"]
  package static let toolPart = [
    "title", "shape", "diameter_mm", "tip_mm", "angle_deg", "flutes", "flute_length_mm",
  ]
  package static let figure = ["value", "source", "estimated"]

  /// The definitions of `board.schema.json` by name, and their keys.
  package static let boardSchema: [String: [String]] = [
    "": board, "chip": chip, "axes": axes, "axis": axis,
    "input_shaper": inputShaper, "motor": motor, "motor_pins": motorPins, "limits": limits,
    "limit": limit, "homing": homing, "mechanics": mechanics, "input": input, "door": door, "probe": probe,
    "estop": emergencyStop, "output_pin": outputPin, "input_pin": inputPin,
    "spindle": spindle, "spindle_pins": spindlePins, "coolant": coolant, "stock": stock, "jumper": jumper,
    "price": price, "real_time": realTime,
  ]

  /// The definitions of `parts.schema.json` by name, and their keys.
  package static let partsSchema: [String: [String]] = [
    "": parts, "driver": driverPart, "terminals": terminals, "motor": motorPart, "transmission": transmissionPart,
    "guide": guidePart, "switch": switchPart, "spindle": spindlePart,
    "material": materialPart, "tool": toolPart, "figure": figure, "numbers_figure": figure, "word_figure": figure,
  ]
}
