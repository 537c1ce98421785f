(component (import "r" (type (sub resource))))
