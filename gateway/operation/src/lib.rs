//! From request text to a prepared operation: guard, parse, validate, select, coerce, lift, introspect.
