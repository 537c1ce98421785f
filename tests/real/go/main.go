// A command: says its arguments and one variable of its environment, then writes a file and reads it back.
package main

import (
	"fmt"
	"os"
	"strings"
)

func main() {
	fmt.Println("args", strings.Join(os.Args[1:], " "))
	fmt.Println("name", os.Getenv("NAME"))
	if err := os.WriteFile("/data/note.txt", []byte("from go"), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "write", err)
	}
	text, err := os.ReadFile("/data/note.txt")
	if err != nil {
		fmt.Fprintln(os.Stderr, "read", err)
		os.Exit(1)
	}
	fmt.Println("file", string(text))
}
