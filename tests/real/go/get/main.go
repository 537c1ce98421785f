// A command: gets the page at the address that is its argument, through the functions of wasi:http themselves, and says its status and length.
//
// Go has no bindings for them, so they are imported as core functions and called as the canonical ABI lays values out. What the host returns in
// memory lies where the allocator puts it that `adapt` adds to the module; it is read before the next call.
package main

import (
	"fmt"
	"net/url"
	"os"
	"unsafe"
)

//go:wasmimport wasi:http/types@0.2.12 [constructor]fields
func newFields() int32

//go:wasmimport wasi:http/types@0.2.12 [constructor]outgoing-request
func newRequest(headers int32) int32

//go:wasmimport wasi:http/types@0.2.12 [method]outgoing-request.set-scheme
func setScheme(request, some, scheme int32, other unsafe.Pointer, length int32) int32

//go:wasmimport wasi:http/types@0.2.12 [method]outgoing-request.set-authority
func setAuthority(request, some int32, text unsafe.Pointer, length int32) int32

//go:wasmimport wasi:http/types@0.2.12 [method]outgoing-request.set-path-with-query
func setPath(request, some int32, text unsafe.Pointer, length int32) int32

//go:wasmimport wasi:http/outgoing-handler@0.2.12 handle
func handle(request, some, options int32, result unsafe.Pointer)

//go:wasmimport wasi:http/types@0.2.12 [method]future-incoming-response.subscribe
func subscribe(future int32) int32

//go:wasmimport wasi:io/poll@0.2.12 [method]pollable.block
func block(pollable int32)

//go:wasmimport wasi:http/types@0.2.12 [method]future-incoming-response.get
func get(future int32, result unsafe.Pointer)

//go:wasmimport wasi:http/types@0.2.12 [method]incoming-response.status
func status(response int32) int32

//go:wasmimport wasi:http/types@0.2.12 [method]incoming-response.consume
func consume(response int32, result unsafe.Pointer)

//go:wasmimport wasi:http/types@0.2.12 [method]incoming-body.stream
func stream(body int32, result unsafe.Pointer)

//go:wasmimport wasi:io/streams@0.2.12 [method]input-stream.blocking-read
func read(stream int32, length int64, result unsafe.Pointer)

// A place for a result, aligned for all of them.
type place [16]uint64

func (p *place) byte(at uintptr) byte   { return *(*byte)(unsafe.Add(unsafe.Pointer(p), at)) }
func (p *place) int32(at uintptr) int32 { return *(*int32)(unsafe.Add(unsafe.Pointer(p), at)) }

func text(s string) (unsafe.Pointer, int32) { return unsafe.Pointer(unsafe.StringData(s)), int32(len(s)) }

// The status and the length of the body, or the number of the error's case.
func fetch(address string) (int32, int, error) {
	parts, err := url.Parse(address)
	if err != nil {
		return 0, 0, err
	}
	request := newRequest(newFields())
	scheme := int32(0)
	if parts.Scheme == "https" {
		scheme = 1
	}
	host, hostLength := text(parts.Host)
	path, pathLength := text(parts.RequestURI())
	if setScheme(request, 1, scheme, nil, 0)+setAuthority(request, 1, host, hostLength)+setPath(request, 1, path, pathLength) != 0 {
		return 0, 0, fmt.Errorf("the request takes no such part")
	}
	result := new(place)
	handle(request, 0, 0, unsafe.Pointer(result))
	if result.byte(0) != 0 {
		return 0, 0, fmt.Errorf("%d", result.byte(8))
	}
	future := result.int32(8)
	block(subscribe(future))
	get(future, unsafe.Pointer(result))
	if result.byte(0) != 1 || result.byte(8) != 0 {
		return 0, 0, fmt.Errorf("no response after waiting for it")
	}
	if result.byte(16) != 0 {
		return 0, 0, fmt.Errorf("%d", result.byte(24))
	}
	response := result.int32(24)
	consume(response, unsafe.Pointer(result))
	stream(result.int32(4), unsafe.Pointer(result))
	body, length := result.int32(4), 0
	for {
		read(body, 4096, unsafe.Pointer(result))
		if result.byte(0) != 0 {
			return status(response), length, nil
		}
		length += int(result.int32(8))
	}
}

func main() {
	status, length, err := fetch(os.Args[1])
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	fmt.Printf("status=%d len=%d\n", status, length)
}
