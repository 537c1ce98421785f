//! Agent `depot`: names of containers, objects, topics and log targets come in, what blob stores, message brokers and the log answer goes out.

use wasi::blobstore::blobstore::{self, ObjectId};
use wasi::blobstore::container::{Container, StreamObjectNames};
use wasi::blobstore::types::{IncomingValue, OutgoingValue};
use wasi::logging::logging::{self, Level};
use wasi::messaging::types::{Client, Error, Message};
use wasi::messaging::{producer, request_reply};

wit_bindgen::generate!({ path: "../wit", world: "depot", generate_all });

struct Depot;
export!(Depot);

fn say(result: Result<String, String>) -> String {
    result.unwrap_or_else(|error| format!("error: {error}"))
}

fn within(container: &str, work: impl FnOnce(&Container) -> Result<String, String>) -> String {
    say(blobstore::get_container(container).and_then(|container| work(&container)))
}

fn id((container, object): (String, String)) -> ObjectId {
    ObjectId { container, object }
}

fn put(container: &Container, object: &str, text: &str) -> Result<String, String> {
    let value = OutgoingValue::new_outgoing_value();
    let stream = value.outgoing_value_write_body().map_err(|()| "no stream".to_string())?;
    stream.blocking_write_and_flush(text.as_bytes()).map_err(|error| format!("{error:?}"))?;
    drop(stream);
    container.write_data(object, &value)?;
    OutgoingValue::finish(value).map(|()| "written".into())
}

fn rest(names: &StreamObjectNames, at_once: u64) -> Result<String, String> {
    let mut readings = vec![];
    loop {
        let (names, is_end) = names.read_stream_object_names(at_once)?;
        readings.push(names.join(","));
        if is_end {
            return Ok(readings.join("|"));
        }
    }
}

fn told(result: Result<String, Error>) -> String {
    say(result.map_err(|error| match error {
        Error::Timeout => "timeout".into(),
        Error::PermissionDenied(why) => format!("permission denied: {why}"),
        Error::Connection(why) | Error::Other(why) => why,
    }))
}

fn text_of(message: &Message) -> String {
    String::from_utf8_lossy(&message.data()).into_owned()
}

fn level(name: &str) -> Level {
    match name {
        "trace" => Level::Trace,
        "debug" => Level::Debug,
        "info" => Level::Info,
        "warn" => Level::Warn,
        "error" => Level::Error,
        _ => Level::Critical,
    }
}

impl Guest for Depot {
    fn create_container(container: String, first: Option<String>) -> String {
        say(blobstore::create_container(&container).and_then(|container| match first {
            Some(text) => put(&container, "first", &text),
            None => Ok("created".into()),
        }))
    }

    fn delete_container(container: String) -> String {
        say(blobstore::delete_container(&container).map(|()| "deleted".into()))
    }

    fn container_exists(container: String) -> String {
        say(blobstore::container_exists(&container).map(|found| found.to_string()))
    }

    fn copy_object(source: (String, String), target: (String, String)) -> String {
        say(blobstore::copy_object(&id(source), &id(target)).map(|()| "copied".into()))
    }

    fn move_object(source: (String, String), target: (String, String)) -> String {
        say(blobstore::move_object(&id(source), &id(target)).map(|()| "moved".into()))
    }

    fn container_name(container: String) -> String {
        within(&container, |container| container.name())
    }

    fn container_info(container: String) -> String {
        within(&container, |container| container.info().map(|info| format!("{} {}", info.name, info.created_at)))
    }

    fn get_data(container: String, object: String, bytes: u64, streams: bool) -> String {
        within(&container, |container| {
            let value = container.get_data(&object, 0, bytes)?;
            let size = value.size();
            let bytes = if streams {
                let stream = IncomingValue::incoming_value_consume_async(value)?;
                stream.blocking_read(size).map_err(|error| format!("{error:?}"))?
            } else {
                IncomingValue::incoming_value_consume_sync(value)?
            };
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        })
    }

    fn put_data(container: String, object: String, text: String) -> String {
        within(&container, |container| put(container, &object, &text))
    }

    fn list_objects(container: String, at_once: u64) -> String {
        within(&container, |container| rest(&container.list_objects()?, at_once))
    }

    fn skip_objects(container: String, count: u64) -> String {
        within(&container, |container| {
            let names = container.list_objects()?;
            match names.skip_stream_object_names(count)? {
                (skipped, true) => Ok(format!("skipped {skipped} at the end")),
                (skipped, false) => Ok(format!("skipped {skipped}: {}", rest(&names, 100)?)),
            }
        })
    }

    fn delete_object(container: String, object: String) -> String {
        within(&container, |container| container.delete_object(&object).map(|()| "deleted".into()))
    }

    fn delete_objects(container: String, objects: Vec<String>) -> String {
        within(&container, |container| container.delete_objects(&objects).map(|()| "deleted".into()))
    }

    fn has_object(container: String, object: String) -> String {
        within(&container, |container| container.has_object(&object).map(|found| found.to_string()))
    }

    fn object_info(container: String, object: String) -> String {
        within(&container, |container| {
            let info = container.object_info(&object)?;
            Ok(format!("{} {} {} {}", info.container, info.name, info.created_at, info.size))
        })
    }

    fn clear_container(container: String) -> String {
        within(&container, |container| container.clear().map(|()| "cleared".into()))
    }

    fn open_many(container: String, times: u32) -> String {
        let (mut open, mut listed) = (vec![], vec![]);
        for _ in 0..times {
            let Ok(container) = blobstore::get_container(&container) else { break };
            listed.extend(container.list_objects());
            open.push(container);
        }
        let counts = (open.len(), listed.len());
        drop(listed);
        format!("opened {} listed {}", counts.0, counts.1)
    }

    fn publish(topic: String, text: String) -> String {
        let sent = Client::connect("broker").and_then(|client| {
            let message = Message::new(text.as_bytes());
            message.set_content_type("text/plain");
            producer::send(&client, &topic, message)
        });
        told(sent.map(|()| "published".into()))
    }

    fn ask_topic(topic: String, text: String, options: bool) -> String {
        let asked = Client::connect("broker").and_then(|client| {
            let options = options.then(|| {
                let options = request_reply::RequestOptions::new();
                options.set_expected_replies(2);
                options.set_timeout_ms(1000);
                options
            });
            request_reply::request(&client, &topic, &Message::new(text.as_bytes()), options)
        });
        told(asked.map(|replies| replies.iter().map(text_of).collect::<Vec<_>>().join(",")))
    }

    fn answer(topic: Option<String>, text: String) -> String {
        let mut asked = match topic {
            Some(topic) => {
                let found = Client::connect("broker").and_then(|client| request_reply::request(&client, &topic, &Message::new(b"?"), None));
                match found {
                    Ok(replies) => replies,
                    Err(error) => return told(Err(error)),
                }
            }
            None => vec![Message::new(b"own")],
        };
        let Some(first) = asked.pop() else { return "nothing to answer".into() };
        told(request_reply::reply(&first, Message::new(text.as_bytes())).map(|()| "answered".into()))
    }

    fn note(name: String, target: String, text: String) -> String {
        logging::log(level(&name), &target, &text);
        "noted".into()
    }
}
