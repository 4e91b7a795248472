package dev.atelier.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network policies of an overlay, read as a cluster reads them: a pod that a policy of a direction selects is let to
 * do what one of these policies names, a pod that none selects everything, and a connection needs the word of both ends.
 */
record NetworkRules(String namespace, List<JsonNode> policies) {
    private static final String NAME_OF_NAMESPACE = "kubernetes.io/metadata.name";

    /** One end of a connection, with the ports that have names. What is no pod has an empty namespace. */
    record Pod(String name, String namespace, Map<String, String> labels, String address, Map<String, Integer> ports) {
        static Pod outside(String name, String address) {
            return new Pod(name, "", Map.of(), address, Map.of());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Those of the overlay, and the one that Strimzi makes for each listener of the brokers. */
    static NetworkRules of(Manifests manifests) {
        List<JsonNode> policies = new ArrayList<>(manifests.of("NetworkPolicy"));
        JsonNode kafka = manifests.one("Kafka", "atelier");
        kafka.at("/spec/kafka/listeners").forEach(listener -> policies.add(ofListener(listener)));
        return new NetworkRules(kafka.at("/metadata/namespace").asText(), policies);
    }

    private static JsonNode ofListener(JsonNode listener) {
        ObjectNode policy = new ObjectMapper().createObjectNode();
        ObjectNode spec = policy.putObject("spec");
        spec.putObject("podSelector").putObject("matchLabels").put("strimzi.io/name", "atelier-kafka");
        spec.putArray("policyTypes").add("Ingress");
        ObjectNode rule = spec.putArray("ingress").addObject();
        rule.putArray("ports").addObject().set("port", listener.path("port"));
        if (listener.has("networkPolicyPeers")) {
            rule.set("from", listener.path("networkPolicyPeers"));
        }
        return policy;
    }

    boolean allows(Pod from, Pod to, int port) {
        return lets(from, "Egress", to, port, to) && lets(to, "Ingress", from, port, to);
    }

    /** Whether some policy of this direction selects the pod, so that what is not named is refused. */
    boolean restricts(Pod pod, String direction) {
        return policies.stream().anyMatch(policy -> selects(policy, pod, direction));
    }

    private boolean lets(Pod pod, String direction, Pod peer, int port, Pod called) {
        return !restricts(pod, direction)
                || policies.stream()
                        .filter(policy -> selects(policy, pod, direction))
                        .anyMatch(policy -> names(policy, direction, peer, port, called));
    }

    private boolean selects(JsonNode policy, Pod pod, String direction) {
        boolean ofDirection = false;
        for (JsonNode type : policy.at("/spec/policyTypes")) {
            ofDirection |= type.asText().equals(direction);
        }
        return ofDirection
                && pod.namespace().equals(namespace)
                && matches(policy.at("/spec/podSelector"), pod.labels());
    }

    private boolean names(JsonNode policy, String direction, Pod peer, int port, Pod called) {
        boolean ingress = direction.equals("Ingress");
        for (JsonNode rule : policy.at(ingress ? "/spec/ingress" : "/spec/egress")) {
            JsonNode peers = rule.path(ingress ? "from" : "to");
            if (namesPort(rule.path("ports"), port, called) && (peers.isEmpty() || namesPeer(peers, peer))) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesPort(JsonNode ports, int port, Pod called) {
        boolean named = ports.isEmpty();
        for (JsonNode entry : ports) {
            JsonNode number = entry.path("port");
            named |= port == (number.isTextual() ? called.ports().getOrDefault(number.asText(), -1) : number.asInt());
        }
        return named;
    }

    private boolean namesPeer(JsonNode peers, Pod pod) {
        for (JsonNode peer : peers) {
            boolean named = peer.has("ipBlock")
                    ? inBlock(peer.path("ipBlock"), pod.address())
                    : !pod.namespace().isEmpty()
                            && (peer.has("namespaceSelector")
                                    ? matches(
                                            peer.path("namespaceSelector"), Map.of(NAME_OF_NAMESPACE, pod.namespace()))
                                    : pod.namespace().equals(namespace))
                            && matches(peer.path("podSelector"), pod.labels());
            if (named) {
                return true;
            }
        }
        return false;
    }

    /** A selector that names no label selects everything. */
    private static boolean matches(JsonNode selector, Map<String, String> labels) {
        boolean matches = true;
        for (var label : selector.path("matchLabels").properties()) {
            matches &= label.getValue().asText().equals(labels.get(label.getKey()));
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            if (!expression.path("operator").asText().equals("In")) {
                throw new AssertionError("this operator is not read here: " + expression);
            }
            boolean in = false;
            for (JsonNode value : expression.path("values")) {
                in |= value.asText().equals(labels.get(expression.path("key").asText()));
            }
            matches &= in;
        }
        return matches;
    }

    private static boolean inBlock(JsonNode block, String address) {
        boolean in = inRange(block.path("cidr").asText(), address);
        for (JsonNode exception : block.path("except")) {
            in &= !inRange(exception.asText(), address);
        }
        return in;
    }

    private static boolean inRange(String range, String address) {
        try {
            String[] parts = range.split("/", 2);
            byte[] network = InetAddress.getByName(parts[0]).getAddress();
            byte[] asked = InetAddress.getByName(address).getAddress();
            boolean in = network.length == asked.length;
            for (int bit = 0; in && bit < Integer.parseInt(parts[1]); bit++) {
                in = ((network[bit / 8] ^ asked[bit / 8]) >> (7 - bit % 8) & 1) == 0;
            }
            return in;
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
