(component (component $c) (export "c" (component $c)))
