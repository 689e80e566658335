"""An endpoint family that a client of the national clearing house's reporting API finds unchanged."""
