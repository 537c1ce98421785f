(component (import "acme:x/y" (instance)) (import "plain" (instance)))
