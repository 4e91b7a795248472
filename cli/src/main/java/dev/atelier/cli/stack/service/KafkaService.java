package dev.atelier.cli.stack.service;

import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Launch;
import java.util.List;
import java.util.Set;

/** The stack's broker. */
final class KafkaService implements Service {
    static final String NAME = "kafka";

    private final StackFolder folder;
    private final StackPorts ports;
    private final KafkaBroker broker;

    KafkaService(StackFolder folder, StackPorts ports, int heapMebibytes) {
        this.folder = folder;
        this.ports = ports;
        this.broker = new KafkaBroker(folder.kafka(), ports.kafka(), ports.controller()).withHeap(heapMebibytes);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int port() {
        return ports.kafka();
    }

    @Override
    public List<Integer> ports() {
        return List.of(ports.kafka(), ports.controller());
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public String tag() {
        return broker.tag();
    }

    @Override
    public Launch launch() {
        return broker.launch().withLog(folder.log(NAME));
    }

    @Override
    public void prepare() {
        broker.prepare();
    }

    @Override
    public boolean isReady() {
        return broker.isReady();
    }
}
